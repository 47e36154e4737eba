using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Finds a piece of paper that lies on something else, or a field with a frame, in a coarse copy of an image.</summary>
internal static class PaperFinder
{
    private const int CoarseSide = 160;
    private const float SmoothStep = 7;    // levels between neighbors of the same paper
    private const float BlurredStep = 5;   // the same if the paper's edge is so blurred that the area leaks; folds and rules end areas too
    private const double LeastArea = 0.04; // of the image

    /// <summary>The largest piece of paper with something on it; null if the region itself is the paper.</summary>
    public static PaperRegion? Find(ImageRaster raster, InkBox region)
    {
        var scale = Math.Min(1, (double)CoarseSide / region.LongerSide);
        var (width, height) = ((int)Math.Round(region.Width * scale), (int)Math.Round(region.Height * scale));
        if (Math.Min(width, height) < CoarseSide / 4) return null;

        var channels = ColorPlanes.Of(raster, region, width, height);
        return FindMask(channels, SmoothStep, IsPaperOrField) is { } clear ? ToRegion(clear, region, scale)
            : FindMask(channels, BlurredStep, IsPaperThatStandsOut) is { } blurred ? ToRegion(blurred, region, scale)
            : null;
    }

    private static PixelPlane? FindMask(PixelPlane[] channels, float step, Func<PaperCandidate, bool> isPaper)
    {
        var (width, height) = (channels[0].Width, channels[0].Height);
        var areas = SmoothAreas.Of(channels, step);
        foreach (var area in areas.Where(area => area.Count >= LeastArea * width * height).OrderByDescending(area => area.Count))
            if (PaperMask.Of(area, width, height) is { } mask && isPaper(new PaperCandidate(channels, mask, area, areas))) return mask;
        return null;
    }

    private static bool IsPaperOrField(PaperCandidate candidate) =>
        PaperSurroundings.HaveAnotherColor(candidate.Channels, candidate.Mask) || IsField(candidate);

    private static bool IsPaperThatStandsOut(PaperCandidate candidate) =>
        PaperSurroundings.HaveAnotherColor(candidate.Channels, candidate.Mask)
        && PaperSurroundings.HaveAnotherColorAllAlong(candidate.Channels, candidate.Mask)
        && !PaperSurroundings.AreCrossedBy(candidate.Mask);

    /// <summary>
    /// Whether an area is a field within a page: apart from the page there is nothing else of its size, as there is on squared and ruled
    /// paper.
    /// </summary>
    private static bool IsField(PaperCandidate candidate)
    {
        var (width, height) = (candidate.Mask.Width, candidate.Mask.Height);
        return candidate.Areas.Count(other => other.Count >= candidate.Area.Count / 4) <= 2
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
    /// <param name="Areas">All areas of the image.</param>
    private sealed record PaperCandidate(PixelPlane[] Channels, PixelPlane Mask, List<int> Area, IReadOnlyList<List<int>> Areas);
}
