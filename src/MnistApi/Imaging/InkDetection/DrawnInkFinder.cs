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
    private const int LongestSide = 96;        // pixels of the plane around the ink; five times the ink of a normalized image
    private const int SmallestSide = 72;       // pixels; smaller ink is enlarged, because a threshold would cut off whole pixels
    private const int SmallInk = 40;           // pixels of the plane; smaller ink, beside other shapes, is searched again
    private const float MinContrast = 0.4f;    // darkness of the strokes
    private const float MaxReversed = 10;      // levels; pixels on the other side of the paper's level are no soft edges
    private const float LeastInk = 0.03f;      // darkness
    private const float FaintShare = 0.35f;    // of the strokes' darkness; anything lighter is no stroke
    private const double MaxFaintPixels = 0.6; // share of the inked pixels; soft edges are faint, and so are shadows and squared paper
    private const int MaxComponents = 12;
    private const double SolidArea = 0.55;     // share of the bounding box; a component with more is a field, unless it is narrow
    private const double NarrowAspect = 0.5;   // shorter side divided by longer side

    /// <summary>Finds the ink.</summary>
    /// <param name="region">The part of the raster to search.</param>
    /// <param name="isInkDark">Whether the ink is darker than the paper; null if that is unknown.</param>
    /// <param name="memory">The memory of the candidates. They live until it is disposed of.</param>
    /// <returns>The candidates, the most likely one first; null if the image is not a clean drawing.</returns>
    public static IReadOnlyList<InkCandidate>? Find(ImageRaster raster, InkBox region, bool? isInkDark, PlaneMemory memory)
    {
        if (FlatPaper.Find(raster, region) is not { } paper) return null;
        if (paper.Ink is not { } ink) return isInkDark is null ? [InkCandidate.Blank(memory, isPaperLight: paper.Level >= 128)] : null;

        var size = PlaneSize.Of(ink.Grow(1 + ink.LongerSide / 24, region), LongestSide, SmallestSide);
        var channels = ColorPlanes.Of(raster, size.Region, size.Width, size.Height, memory);
        if (Darkness(channels, paper.Level, out var isDark) is not { } plane || isInkDark == !isDark) return null;

        var darkness = plane.Enlarge(size.Factor);
        var threshold = InkThreshold.Of(darkness, noise: 0);
        if (threshold.StrokeDarkness < MinContrast || IsFaint(darkness, threshold) || MayHaveLines(darkness, region, size)) return null;

        var components = ConnectedComponents.Of(darkness, threshold);
        if (components.Items.Count > MaxComponents || components.HasNested() || components.Items.Any(IsSolid)) return null;
        threshold = threshold with { StrokeDarkness = MedianInk(darkness, threshold) };
        var candidate = new InkCandidate(darkness, threshold, components, ShapeGrouping.Of(components.WithoutFrames()), isDark)
        {
            Placement = new PlanePlacement(size.Scale, size.Region.X, size.Region.Y),
        };
        if (size.Scale < 1 && candidate.Shapes[0].Box.LongerSide < SmallInk) return null;
        return TouchingLines.Remove(candidate, noise: 0) is { } withoutLines ? [withoutLines, candidate] : [candidate];
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

    /// <summary>Whether a component is a field, which may have a digit on it, and not a stroke.</summary>
    private static bool IsSolid(InkShape component)
    {
        var (width, height) = (component.Box.Width, component.Box.Height);
        return component.Area >= SolidArea * width * height && Math.Min(width, height) >= NarrowAspect * Math.Max(width, height);
    }

    /// <summary>
    /// The median darkness of ink. The mean is lower, because the edges of strokes are soft in a reduced image.
    /// </summary>
    private static float MedianInk(PixelPlane darkness, InkThreshold threshold)
    {
        using var ink = darkness.Memory.Uninitialized(darkness.Width, darkness.Height);
        var values = ink.Values;
        var count = 0;
        foreach (var value in darkness.Values)
            if (value >= threshold.High) values[count++] = value;
        return OrderStatistic.Median(values[..count]);
    }

    private static bool IsFaint(PixelPlane darkness, InkThreshold threshold)
    {
        var (paper, faintOrPaper) = (0, 0);
        var least = Math.Max(LeastInk, FaintShare * threshold.StrokeDarkness);
        foreach (var value in darkness.Values)
        {
            paper += value < LeastInk ? 1 : 0;
            faintOrPaper += value < least ? 1 : 0;
        }

        return faintOrPaper - paper > MaxFaintPixels * (darkness.Values.Length - paper);
    }

    /// <summary>Whether <see cref="RuledLines"/> could find a line. A small image is not searched for lines.</summary>
    private static bool MayHaveLines(PixelPlane darkness, InkBox region, PlaneSize size) =>
        region.LongerSide >= PlaneSize.SmallestPhoto
        && RuledLines.AreOn(darkness, region.Width * size.Scale, region.Height * size.Scale);
}
