using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>Measures how wide the strokes of a drawing are, and changes their width.</summary>
internal static class InkStrokes
{
    private const float InkFrom = 0.5f;

    /// <summary>
    /// The mean width of strokes in pixels; 0 if there are none. A stroke has two edges, so it is twice the area of the ink divided by the
    /// length of its edges. That length is the sum of all gradients, however soft the edges are.
    /// </summary>
    /// <param name="ink">0 (paper) to 1. Beyond its edge is paper.</param>
    public static float Width(PixelPlane ink)
    {
        double area = 0, edges = 0;
        for (var y = -1; y < ink.Height; y++)
        {
            for (var x = -1; x < ink.Width; x++)
            {
                float here = At(ink, x, y), right = At(ink, x + 1, y) - here, below = At(ink, x, y + 1) - here;
                area += here;
                edges += MathF.Sqrt(right * right + below * below);
            }
        }

        return edges == 0 ? 0 : (float)(2 * area / edges);
    }

    /// <summary>
    /// Makes strokes wider by a number of pixels on either side, or narrower if it is below 0. Their edges become one pixel soft.
    /// </summary>
    public static PixelPlane Grow(PixelPlane ink, float pixels)
    {
        var outside = DistanceMap.To(ink, value => value >= InkFrom);
        var inside = DistanceMap.To(ink, value => value < InkFrom);
        var result = new PixelPlane(ink.Width, ink.Height);
        for (var i = 0; i < result.Values.Length; i++)
        {
            var fromEdge = outside.Values[i] > 0 ? outside.Values[i] - 0.5f : 0.5f - inside.Values[i]; // below 0 inside the stroke
            result.Values[i] = Math.Clamp(0.5f + pixels - fromEdge, 0, 1);
        }

        return result;
    }

    private static float At(PixelPlane ink, int x, int y) => x < 0 || y < 0 || x >= ink.Width || y >= ink.Height ? 0 : ink[x, y];
}
