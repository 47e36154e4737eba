using System.Numerics;
using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>Measures and changes the stroke width of ink.</summary>
internal static class InkStrokes
{
    private const float EdgeLevel = 0.5f;

    /// <summary>
    /// Measures the mean stroke width. A stroke has two edges, so its width is twice the area of the ink divided by the length of its
    /// edges. The sum of the gradient magnitudes is that length, for sharp and for soft edges.
    /// </summary>
    /// <param name="ink">[height, width], 0 (paper) to 1 (ink). Paper surrounds the plane.</param>
    /// <returns>The width in pixels; 0 if there is no ink.</returns>
    public static float MeanWidth(PixelPlane ink)
    {
        double area = 0, edges = 0;
        var paper = new float[ink.Width];
        for (var y = -1; y < ink.Height; y++)
        {
            ReadOnlySpan<float> row = y < 0 ? paper : ink.Row(y), below = y == ink.Height - 1 ? paper : ink.Row(y + 1);
            edges += row[0] + EdgesOf(row, below); // row[0] is the edge from the paper on the left.
            area += TensorPrimitives.Sum(row);
        }

        return edges == 0 ? 0 : (float)(2 * area / edges);
    }

    /// <summary>Sums the gradient magnitudes of a row. To its right is paper.</summary>
    private static float EdgesOf(ReadOnlySpan<float> row, ReadOnlySpan<float> below)
    {
        var sums = Vector<float>.Zero;
        var x = 0;
        for (; x < row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var here = new Vector<float>(row[x..]);
            var (right, down) = (new Vector<float>(row[(x + 1)..]) - here, new Vector<float>(below[x..]) - here);
            sums += Vector.SquareRoot(right * right + down * down);
        }

        var edges = Vector.Sum(sums);
        for (; x < row.Length; x++)
        {
            var (right, down) = ((x == row.Length - 1 ? 0 : row[x + 1]) - row[x], below[x] - row[x]);
            edges += MathF.Sqrt(right * right + down * down);
        }

        return edges;
    }

    /// <summary>
    /// Widens strokes with a distance transform. The edges of the result are one pixel soft.
    /// </summary>
    /// <param name="ink">[height, width], 0 (paper) to 1 (ink).</param>
    /// <param name="pixels">The pixels to add on each side of a stroke. A number below 0 narrows strokes.</param>
    public static PixelPlane Widen(PixelPlane ink, float pixels)
    {
        using var outside = DistanceTransform.To(ink, value => value >= EdgeLevel);
        using var inside = DistanceTransform.To(ink, value => value < EdgeLevel);
        var result = ink.Memory.Uninitialized(ink.Width, ink.Height);
        Span<float> fromInk = outside.Values, fromPaper = inside.Values, values = result.Values;
        for (var i = 0; i < values.Length; i++)
        {
            var fromEdge = fromInk[i] > 0 ? fromInk[i] - 0.5f : 0.5f - fromPaper[i]; // below 0 inside the stroke
            values[i] = Math.Clamp(0.5f + pixels - fromEdge, 0, 1);
        }

        return result;
    }
}
