using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>What the edge of an image says about its paper.</summary>
internal static class PaperEdge
{
    private const float EvenLevels = 3;   // about what JPEG changes on an even ground
    private const double EvenShare = 0.6; // of the edge; the rest may be ink

    /// <summary>The median of the image's edge: the level of the paper if the image is too small to have shadows.</summary>
    public static float Median(PixelPlane plane)
    {
        var edge = PixelsOf(plane);
        edge.Sort();
        return edge[edge.Count / 2];
    }

    /// <summary>
    /// The level of the paper in each channel if it is even along nearly all of the edge, as in drawings; null in photos.
    /// </summary>
    public static float[]? EvenLevelsOf(IReadOnlyList<PixelPlane> channels)
    {
        var edges = channels.Select(PixelsOf).ToArray();
        float[] papers = [.. edges.Select(edge => edge.Order().ElementAt(edge.Count / 2))];
        var length = edges[0].Count;
        var even = Enumerable.Range(0, length).Count(i => edges.Select((edge, c) => Math.Abs(edge[i] - papers[c])).Max() <= EvenLevels);
        return even >= EvenShare * length ? papers : null;
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
