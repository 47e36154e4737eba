using MnistApi.Imaging.InkDetection.Lines;
using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection;

/// <summary>Finds ink that is darker than its paper in a plane of gray.</summary>
internal static class DarkInk
{
    private const double WideWindow = 0.3;  // of the shorter side
    private const double NarrowWindow = 0.09;
    private const double MostThick = 0.05;  // of the thin ink
    private const double ShadowDarkness = 0.9; // of the thin ink: what is lighter is a shadow
    private const float Noisy = 0.03f;
    private const float FaintestInk = 0.06f;
    private const float NoiseFactor = 5;

    /// <summary>Finds ink on paper of the level that the image's edge has. There are no shadows.</summary>
    /// <param name="isRuled">Whether the paper may have lines.</param>
    public static FoundInk FindOnEvenPaper(PixelPlane gray, bool isRuled)
    {
        var paper = PaperEdge.Median(gray);
        return Find(PaperLight.Darkness(gray, gray.Select(_ => paper)), isRuled);
    }

    /// <summary>
    /// Finds ink under uneven light, with a wide and a narrow window. The wide one finds thick strokes and also shadows; the narrow one
    /// finds neither. What only the wide one finds is ink if it is about as dark as the rest, and otherwise a shadow.
    /// </summary>
    public static FoundInk[] FindInPhoto(PixelPlane gray)
    {
        var side = Math.Min(gray.Width, gray.Height);
        var wide = Find(PaperLight.Darkness(gray, PaperLight.Of(gray, WideWindow * side)), isRuled: true);
        var narrow = Find(PaperLight.Darkness(gray, PaperLight.Of(gray, NarrowWindow * side)), isRuled: true);
        if (wide.InkShapes.Length == 0 || narrow.InkShapes.Length == 0) return [wide];

        var (thin, thick) = (new List<float>(), new List<float>());
        for (var i = 0; i < gray.Values.Length; i++)
        {
            var label = wide.Ink.Labels[i];
            if (label == 0) continue;
            if (narrow.Ink.Labels[i] > 0) thin.Add(wide.Darkness.Values[i]);
            else if (!wide.Ink.Pieces[label - 1].IsScrap) thick.Add(wide.Darkness.Values[i]);
        }

        var isThin = thin.Count > 0 && (thick.Count < MostThick * thin.Count || thick.Average() < ShadowDarkness * thin.Average());
        return isThin ? [narrow, wide] : [wide, narrow];
    }

    private static FoundInk Find(PixelPlane darkness, bool isRuled)
    {
        var noise = NoiseEstimate.Deviation(darkness);
        if (noise > Noisy) (darkness, noise) = (darkness.Mean(1), noise / 3);
        var lined = darkness;
        if (isRuled) darkness = RuledLines.Remove(darkness, noise);

        var threshold = InkThreshold.Of(darkness, noise);
        if (threshold.Core < Math.Max(FaintestInk, NoiseFactor * noise)) return FoundInk.Nothing(isPaperLight: true);
        var ink = ConnectedInk.Of(darkness, threshold);
        var pieces = BoxDividers.Without(ink.WithoutFrames(), lined, darkness, threshold);
        return new FoundInk(darkness, threshold, ink, ShapeGrouping.Of(pieces), IsInkDark: true);
    }
}
