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
    public static float Median(PixelPlane plane)
    {
        var edge = PixelsOf(plane);
        edge.Sort();
        return edge[edge.Count / 2];
    }

    /// <summary>
    /// Computes the level of the paper in each channel if most of the edge has that level, as in a drawing.
    /// </summary>
    /// <returns>[channels], 0 to 255; null if the edge is uneven, as in a photo.</returns>
    public static float[]? EvenPaperLevels(IReadOnlyList<PixelPlane> channels)
    {
        var edges = channels.Select(PixelsOf).ToArray();
        float[] papers = [.. edges.Select(edge => edge.Order().ElementAt(edge.Count / 2))];
        var length = edges[0].Count;
        var even = Enumerable.Range(0, length).Count(i => edges.Select((edge, c) => Math.Abs(edge[i] - papers[c])).Max() <= MaxDeviation);
        return even >= MinEvenShare * length ? papers : null;
    }

    private static List<float> PixelsOf(PixelPlane plane)
    {
        var edge = new List<float>();
        for (var y = 0; y < plane.Height; y++)
        {
            var isWholeRow = y == 0 || y == plane.Height - 1 || plane.Width == 1;
            for (var x = 0; x < plane.Width; x += isWholeRow ? 1 : plane.Width - 1) edge.Add(plane[x, y]);
        }

        return edge;
    }
}
