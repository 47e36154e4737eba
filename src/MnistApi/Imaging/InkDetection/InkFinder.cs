using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Lines;
using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection;

/// <summary>Finds the ink in an upload, on any paper and under any light. docs/decisions/0014-finding-ink.md explains the steps.</summary>
internal static class InkFinder
{
    private const int LongestSide = 512;  // pixels; enough detail for a digit of 20 pixels, and fast
    private const int SmallestSide = 144; // pixels; a smaller image is enlarged, because a threshold would cut off whole pixels
    private const int SmallInk = 96;      // pixels of the plane; smaller ink is searched again at full resolution
    private const int NestedPapers = 2;   // for example, a framed field on a sheet on a table

    /// <summary>
    /// Returns the candidates for the ink, the most likely one first. There are several if the image alone does not decide, for example
    /// between a shadow and a thick stroke.
    /// </summary>
    /// <param name="memory">The memory of the candidates. They live until it is disposed of.</param>
    /// <param name="isInkDark">Whether the ink is darker than the paper; null if that is unknown.</param>
    /// <returns>At least one candidate. The candidate of a blank page has no shapes.</returns>
    public static IReadOnlyList<InkCandidate> Find(ImageRaster raster, PlaneMemory memory, bool? isInkDark = null)
    {
        var whole = new InkBox(0, 0, raster.Width, raster.Height);
        return DrawnInkFinder.Find(raster, whole, isInkDark, memory) ?? FindOnAnyPaper(raster, memory, isInkDark);
    }

    /// <summary>Like <see cref="Find"/>, with all steps for any paper and any light.</summary>
    public static IReadOnlyList<InkCandidate> FindOnAnyPaper(ImageRaster raster, PlaneMemory memory, bool? isInkDark = null)
    {
        var whole = new InkBox(0, 0, raster.Width, raster.Height);
        var found = FindOnInnermostPaper(raster, whole, isInkDark, memory);
        return found[0] is { Shapes: [var main, ..], Placement.Scale: < 1 } && main.Box.LongerSide < SmallInk
            ? FindAtFullResolution(raster, found, main, isInkDark, memory)
            : found;
    }

    private static IReadOnlyList<InkCandidate> FindOnInnermostPaper(
        ImageRaster raster, InkBox whole, bool? isInkDark, PlaneMemory memory)
    {
        var paper = new PaperRegion(whole);
        for (var i = 0; i < NestedPapers && PaperFinder.Find(raster, paper.Region, memory) is { } inner; i++) paper = inner;
        return FindOn(paper, raster, isInkDark, memory);
    }

    /// <summary>Searches the surroundings of a small digit on a large page again.</summary>
    private static IReadOnlyList<InkCandidate> FindAtFullResolution(
        ImageRaster raster, IReadOnlyList<InkCandidate> found, InkShape main, bool? isInkDark, PlaneMemory memory)
    {
        var (placement, box, margin) = (found[0].Placement, main.Box, main.Box.LongerSide);
        var left = Math.Max(0, (int)(placement.Left + (box.X - margin) / placement.Scale));
        var top = Math.Max(0, (int)(placement.Top + (box.Y - margin) / placement.Scale));
        var right = Math.Min(raster.Width, (int)Math.Ceiling(placement.Left + (box.X + box.Width + margin) / placement.Scale));
        var bottom = Math.Min(raster.Height, (int)Math.Ceiling(placement.Top + (box.Y + box.Height + margin) / placement.Scale));
        var region = new InkBox(left, top, right - left, bottom - top);

        isInkDark ??= found[0].IsInkDark;
        var closer = DrawnInkFinder.Find(raster, region, isInkDark, memory)
            ?? FindOn(new PaperRegion(region), raster, isInkDark, memory);
        return closer[0].Shapes.Length == 0
            ? found
            : [.. closer.Select(one => one with { Placement = one.Placement with { ReachesEdge = main.EdgePixels > 0 } })];
    }

    private static IReadOnlyList<InkCandidate> FindOn(
        PaperRegion paper, ImageRaster raster, bool? isInkDark, PlaneMemory memory)
    {
        var size = PlaneSize.Of(paper.Region, LongestSide, SmallestSide);
        var channels = PaperChannels.Of(raster, paper, size, memory);
        var placement = new PlanePlacement(size.Scale, paper.Region.X, paper.Region.Y);
        var isSmall = paper.Region.LongerSide < PlaneSize.SmallestPhoto;
        var evenPaper = isSmall ? [.. channels.Select(ImageEdge.Median)] : ImageEdge.EvenPaperLevels(channels);

        var residuals = evenPaper is not null ? [.. channels.Zip(evenPaper, Subtract)] : PaperSurface.Residuals(channels);
        var weights = InkColor.Weights(residuals);
        var isDark = isInkDark ?? InkPolarity.IsInkDark(InkColor.WeightedSum(residuals, weights));
        var gray = InkColor.WeightedSum(channels, weights);
        if (!isDark) TensorPrimitives.Subtract(255f, gray.Values, gray.Values);

        var candidates = new List<InkCandidate>();
        if (evenPaper is not null) Add(candidates, DarkInkFinder.FindOnEvenPaper(gray, isRuled: !isSmall));
        if (!isSmall) foreach (var candidate in DarkInkFinder.FindInPhoto(gray)) Add(candidates, candidate);
        return candidates.Count == 0
            ? [InkCandidate.Blank(memory, ImageEdge.Median(gray) >= 128 == isDark)]
            : [.. candidates.Select(candidate => candidate with { IsInkDark = isDark, Placement = placement })];
    }

    /// <summary>
    /// Adds a candidate, unless it has no ink or duplicates another one. If a line touches its digit, the candidate without that line comes
    /// first.
    /// </summary>
    private static void Add(List<InkCandidate> candidates, InkCandidate added)
    {
        if (added.Shapes.Length == 0 || candidates.Any(added.IsDuplicateOf)) return;
        if (TouchingLines.Remove(added, NoiseEstimate.Deviation(added.Darkness)) is { } withoutLines) candidates.Add(withoutLines);
        candidates.Add(added);
    }

    private static PixelPlane Subtract(PixelPlane channel, float paper)
    {
        var residual = channel.Memory.Uninitialized(channel.Width, channel.Height);
        TensorPrimitives.Subtract(channel.Values, paper, residual.Values);
        return residual;
    }
}
