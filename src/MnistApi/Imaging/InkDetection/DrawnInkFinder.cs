using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Lines;
using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection;

/// <summary>
/// Finds the ink of a drawing on flat paper. Such paper has no shadows, edges or surroundings, so only the ink itself is looked at. The
/// result is that of <see cref="InkFinder"/>, in a fraction of the time. A drawing that may need more steps is left to it.
/// </summary>
internal static class DrawnInkFinder
{
    private const float MinContrast = 0.4f;    // darkness of the strokes
    private const float MaxReversed = 10;      // levels; pixels on the other side of the paper's level are no soft edges
    private const float LeastInk = 0.03f;      // darkness
    private const float FaintShare = 0.35f;    // of the strokes' darkness; anything lighter is no stroke
    private const double MaxFaintPixels = 0.6; // share of the inked pixels; soft edges are faint, and so are shadows and squared paper
    private const int MaxComponents = 12;

    /// <summary>Finds the ink.</summary>
    /// <param name="region">The part of the raster to search.</param>
    /// <param name="isInkDark">Whether the ink is darker than the paper; null if that is unknown.</param>
    /// <returns>The candidates, the most likely one first; null if the image is not a clean drawing.</returns>
    public static IReadOnlyList<InkCandidate>? Find(ImageRaster raster, InkBox region, bool? isInkDark)
    {
        if (FlatPaper.Find(raster, region) is not { } paper) return null;
        if (paper.Ink is not { } ink) return isInkDark is null ? [InkCandidate.Blank(isPaperLight: paper.Level >= 128)] : null;

        var size = PlaneSize.Of(region);
        var part = size.PartAround(ink);
        var channels = ColorPlanes.Of(raster, region, size.Width, size.Height, part);
        if (Darkness(channels, paper.Level, out var isDark) is not { } plane || isInkDark == !isDark) return null;

        var darkness = plane.Enlarge(size.Factor);
        var threshold = InkThreshold.Of(darkness, noise: 0);
        if (threshold.StrokeDarkness < MinContrast || IsFaint(darkness, threshold) || MayHaveLines(darkness, size)) return null;

        var components = ConnectedComponents.Of(darkness, threshold);
        if (components.Items.Count > MaxComponents || components.HasNested()) return null;
        var candidate = new InkCandidate(darkness, threshold, components, ShapeGrouping.Of(components.WithoutFrames()), isDark)
        {
            Placement = size.PlacementOf(part),
        };
        return TouchingLines.Remove(candidate) is { } withoutLines ? [withoutLines, candidate] : [candidate];
    }

    /// <returns>[height, width], 0 (paper) to 1; null if some pixels are lighter than the paper and others are darker.</returns>
    private static PixelPlane? Darkness(PixelPlane[] channels, byte paper, out bool isDark)
    {
        foreach (var channel in channels) TensorPrimitives.Subtract(channel.Values, paper, channel.Values);
        var weights = InkColor.Weights(channels);
        var residual = InkColor.WeightedSum(channels, weights);
        var (darker, lighter) = (-TensorPrimitives.Min<float>(residual.Values), TensorPrimitives.Max<float>(residual.Values));
        isDark = darker >= lighter;
        if (Math.Min(darker, lighter) > MaxReversed || (channels.Length > 1 && weights != InkColor.Luma)) return null;

        if (isDark) TensorPrimitives.Negate<float>(residual.Values, residual.Values);
        PaperIllumination.ToDarkness(residual.Values, isDark ? paper : 255 - paper);
        return residual;
    }

    private static bool IsFaint(PixelPlane darkness, InkThreshold threshold)
    {
        var (inked, faint) = (0, 0);
        foreach (var value in darkness.Values)
        {
            if (value < LeastInk) continue;
            inked++;
            if (value < FaintShare * threshold.StrokeDarkness) faint++;
        }

        return faint > MaxFaintPixels * inked;
    }

    /// <summary>Whether <see cref="RuledLines"/> could find a line. A small image is not searched for lines.</summary>
    private static bool MayHaveLines(PixelPlane darkness, PlaneSize size) =>
        size.Region.LongerSide >= InkFinder.SmallestPhoto
        && RuledLines.MayHaveLines(darkness, size.Width * size.Factor, size.Height * size.Factor);
}
