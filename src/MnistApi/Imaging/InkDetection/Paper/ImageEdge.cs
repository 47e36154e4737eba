using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Estimates the level of the paper from the outermost pixels of an image.</summary>
internal static class ImageEdge
{
    private const float MaxDeviation = 3;    // gray levels; JPEG changes an even background by about as much
    private const double MinEvenShare = 0.6; // share of the edge; the rest may be ink

    /// <summary>
    /// Computes the median of the edge. In an image that is too small to have shadows, it is the level of the paper.
    /// </summary>
    public static float Median(PixelPlane plane) => OrderStatistic.Median(PixelsOf(plane));

    /// <summary>
    /// Computes the level of the paper in each channel if most of the edge has that level, as in a drawing.
    /// </summary>
    /// <returns>[channels], 0 to 255; null if the edge is uneven, as in a photo.</returns>
    public static float[]? EvenPaperLevels(IReadOnlyList<PixelPlane> channels)
    {
        float[] papers = [.. channels.Select(Median)];
        var isUneven = new bool[EdgeLength(channels[0])];
        for (var c = 0; c < papers.Length; c++)
        {
            var edge = PixelsOf(channels[c]);
            for (var i = 0; i < edge.Length; i++) isUneven[i] |= Math.Abs(edge[i] - papers[c]) > MaxDeviation;
        }

        return isUneven.Count(pixel => !pixel) >= MinEvenShare * isUneven.Length ? papers : null;
    }

    private static float[] PixelsOf(PixelPlane plane)
    {
        var edge = new float[EdgeLength(plane)];
        var count = 0;
        for (var y = 0; y < plane.Height; y++)
        {
            var isWholeRow = y == 0 || y == plane.Height - 1 || plane.Width == 1;
            for (var x = 0; x < plane.Width; x += isWholeRow ? 1 : plane.Width - 1) edge[count++] = plane[x, y];
        }

        return edge;
    }

    private static int EdgeLength(PixelPlane plane) =>
        Math.Min(plane.Width, plane.Height) == 1 ? plane.Width * plane.Height : 2 * (plane.Width + plane.Height - 2);
}
