using MnistApi.Imaging.InkDetection.Lines;
using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection;

/// <summary>Finds ink that is darker than its paper in a gray plane.</summary>
internal static class DarkInkFinder
{
    private const double WideWindow = 0.3;     // share of the shorter side
    private const double NarrowWindow = 0.09;  // share of the shorter side
    private const double MaxThickShare = 0.05; // pixels found by the wide window alone, as a share of those that both windows found
    private const double ShadowDarkness = 0.9; // share of the thin strokes' darkness; anything lighter is a shadow
    private const float MaxNoise = 0.03f;      // standard deviation; a noisier plane is smoothed
    private const float FaintestInk = 0.06f;
    private const float NoiseFactor = 5;

    /// <summary>Finds ink on evenly lit paper. The edge of the image shows the gray level of the paper.</summary>
    /// <param name="gray">[height, width], 0 to 255.</param>
    /// <param name="isRuled">Whether the paper may be ruled or squared.</param>
    public static InkCandidate FindOnEvenPaper(PixelPlane gray, bool isRuled) =>
        Find(PaperIllumination.Darkness(gray, ImageEdge.Median(gray)), isRuled);

    /// <summary>
    /// Finds ink under uneven light, once with a wide window and once with a narrow one. The wide window finds thick strokes, but also
    /// shadows. The narrow window finds neither. What only the wide window finds is ink if it is about as dark as the other ink, and
    /// otherwise a shadow.
    /// </summary>
    /// <param name="gray">[height, width], 0 to 255.</param>
    /// <returns>One or two candidates, the more likely one first.</returns>
    public static InkCandidate[] FindInPhoto(PixelPlane gray)
    {
        var side = Math.Min(gray.Width, gray.Height);
        var (wide, narrow) = (FindInWindow(gray, WideWindow * side), FindInWindow(gray, NarrowWindow * side));
        if (wide.Shapes.Length == 0 || narrow.Shapes.Length == 0) return [wide];
        return HasThinStrokes(wide, narrow) ? [narrow, wide] : [wide, narrow];
    }

    /// <summary>Whether the narrow window found all the ink, so that the rest of what the wide window found is shadow.</summary>
    private static bool HasThinStrokes(InkCandidate wide, InkCandidate narrow)
    {
        double thin = 0, thick = 0; // sums of darkness
        int thinCount = 0, thickCount = 0;
        ReadOnlySpan<float> values = wide.Darkness.Values;
        ReadOnlySpan<int> wideLabels = wide.Components.Labels, narrowLabels = narrow.Components.Labels;
        for (var i = 0; i < values.Length; i++)
        {
            var label = wideLabels[i];
            if (label == 0) continue;
            var darkness = values[i];
            if (narrowLabels[i] > 0) (thin, thinCount) = (thin + darkness, thinCount + 1);
            else if (!wide.Components.Items[label - 1].IsEdgeFragment) (thick, thickCount) = (thick + darkness, thickCount + 1);
        }

        if (thinCount == 0) return false;
        return thickCount < MaxThickShare * thinCount || thick / thickCount < ShadowDarkness * (thin / thinCount);
    }

    private static InkCandidate FindInWindow(PixelPlane gray, double window)
    {
        using var paper = PaperIllumination.Of(gray, window);
        return Find(PaperIllumination.Darkness(gray, paper), isRuled: true);
    }

    private static InkCandidate Find(PixelPlane darkness, bool isRuled)
    {
        var noise = NoiseEstimate.Deviation(darkness);
        if (noise > MaxNoise) (darkness, noise) = (darkness.Mean(1), noise / 3);
        var withLines = darkness;
        if (isRuled) darkness = RuledLines.Remove(darkness, noise);

        var threshold = InkThreshold.Of(darkness, noise);
        if (threshold.StrokeDarkness < Math.Max(FaintestInk, NoiseFactor * noise))
            return InkCandidate.Blank(darkness.Memory, isPaperLight: true);
        var components = ConnectedComponents.Of(darkness, threshold);
        var shapes = BoxDividers.Remove(components.WithoutFrames(), withLines, darkness, threshold);
        return new InkCandidate(darkness, threshold, components, ShapeGrouping.Of(shapes), IsInkDark: true);
    }
}
