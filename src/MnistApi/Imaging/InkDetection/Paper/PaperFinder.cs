using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// Finds a piece of paper that lies on another background, or a framed field on a page. It works on a coarse copy of the image.
/// </summary>
internal static class PaperFinder
{
    private const int CoarseSide = 160; // pixels
    private const int MinCoarseSide = CoarseSide / 4;

    /// <summary>The greatest difference in levels between neighboring pixels of the same paper.</summary>
    private const float SmoothStep = 7;

    /// <summary>
    /// The same for paper with a blurred edge, across which a smooth area would extend. With this step, folds and ruled lines also end an
    /// area.
    /// </summary>
    private const float BlurredStep = 5;

    private const double MinArea = 0.04;  // share of the image
    private const int MaxLargeAreas = 2;  // the field and the page around it

    /// <summary>Returns the largest piece of paper with something on it; null if the region itself is the paper.</summary>
    /// <param name="region">The region to search, in pixels of the raster.</param>
    public static PaperRegion? Find(ImageRaster raster, InkBox region, PlaneMemory memory)
    {
        var scale = Math.Min(1, (double)CoarseSide / region.LongerSide);
        var (width, height) = ((int)Math.Round(region.Width * scale), (int)Math.Round(region.Height * scale));
        if (Math.Min(width, height) < MinCoarseSide) return null;

        var channels = ColorPlanes.Of(raster, region, width, height, memory);
        var mask = FindMask(channels, SmoothStep, IsPaperOrField) ?? FindMask(channels, BlurredStep, IsBlurredPaper);
        return mask is null ? null : ToRegion(mask, region, scale);
    }

    private static PixelPlane? FindMask(PixelPlane[] channels, float step, Func<PaperCandidate, bool> isPaper)
    {
        var (width, height) = (channels[0].Width, channels[0].Height);
        var areas = SmoothAreas.Of(channels, step);
        foreach (var area in areas.Where(area => area.Count >= MinArea * width * height).OrderByDescending(area => area.Count))
        {
            if (PaperMask.Of(area, width, height, channels[0].Memory) is not { } mask) continue;
            if (isPaper(new PaperCandidate(channels, mask, area, areas))) return mask;
        }

        return null;
    }

    private static bool IsPaperOrField(PaperCandidate candidate) =>
        PaperSurroundings.DifferInColor(candidate.Channels, candidate.Mask) || IsField(candidate);

    private static bool IsBlurredPaper(PaperCandidate candidate) =>
        PaperSurroundings.DifferInColor(candidate.Channels, candidate.Mask)
        && PaperSurroundings.DifferAlongEdge(candidate.Channels, candidate.Mask)
        && !PaperMask.SpansImage(candidate.Mask);

    /// <summary>
    /// Whether an area is a field on a page. Only the page itself may have a similar or larger area; squared and ruled paper has many such
    /// areas.
    /// </summary>
    private static bool IsField(PaperCandidate candidate)
    {
        var (width, height) = (candidate.Mask.Width, candidate.Mask.Height);
        return candidate.Areas.Count(other => other.Count >= candidate.Area.Count / 4) <= MaxLargeAreas
            && !candidate.Area.Any(i => SmoothAreas.IsAtEdge(i, width, height));
    }

    private static PaperRegion ToRegion(PixelPlane mask, InkBox region, double scale)
    {
        var box = PaperMask.BoxOf(mask);
        var (left, top) = ((int)(box.X / scale), (int)(box.Y / scale));
        var width = Math.Min(region.Width - left, (int)(box.Width / scale));
        var height = Math.Min(region.Height - top, (int)(box.Height / scale));
        return new PaperRegion(new InkBox(region.X + left, region.Y + top, width, height), mask.Crop(box));
    }

    /// <summary>An area that may be paper.</summary>
    /// <param name="Channels">The color planes of the coarse image.</param>
    /// <param name="Mask">[height, width]: 1 on the paper and on the writing on it, 0 outside.</param>
    /// <param name="Area">The indexes of the area's pixels.</param>
    /// <param name="Areas">All areas of the image.</param>
    private sealed record PaperCandidate(PixelPlane[] Channels, PixelPlane Mask, List<int> Area, IReadOnlyList<List<int>> Areas);
}
