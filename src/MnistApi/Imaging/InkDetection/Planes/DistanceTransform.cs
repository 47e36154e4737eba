using System.Numerics.Tensors;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// Computes exact Euclidean distances (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", 2012).
/// </summary>
internal static class DistanceTransform
{
    private const float Far = 1e12f;

    /// <summary>
    /// Computes the distance from the center of each pixel to the center of the nearest target pixel.
    /// </summary>
    /// <param name="isTarget">Whether a pixel with a value is a target.</param>
    /// <returns>[height, width], in pixels. Distances are at least a million if there is no target.</returns>
    public static PixelPlane To(PixelPlane plane, Func<float, bool> isTarget)
    {
        using var squares = plane.Select(value => isTarget(value) ? 0 : Far);
        using var alongRows = Rows(squares);
        using var columns = alongRows.Transpose();
        using var transformed = Rows(columns);
        var distances = transformed.Transpose();
        TensorPrimitives.Sqrt<float>(distances.Values, distances.Values);
        return distances;
    }

    /// <summary>Transforms each row of squared distances.</summary>
    private static PixelPlane Rows(PixelPlane squares)
    {
        var (width, result) = (squares.Width, squares.Memory.Uninitialized(squares.Width, squares.Height));
        var parabolas = new int[width];
        var starts = new float[width + 1];
        for (var y = 0; y < squares.Height; y++) Row(squares.Row(y), result.Row(y), parabolas, starts);
        return result;
    }

    /// <summary>Computes the lower envelope of the parabolas of all pixels in a row.</summary>
    private static void Row(ReadOnlySpan<float> squares, Span<float> result, int[] parabolas, float[] starts)
    {
        var last = 0;
        (parabolas[0], starts[0], starts[1]) = (0, float.NegativeInfinity, float.PositiveInfinity);
        for (var x = 1; x < squares.Length; x++)
        {
            var start = Intersection(squares, parabolas[last], x);
            while (start <= starts[last]) start = Intersection(squares, parabolas[--last], x);
            parabolas[++last] = x;
            (starts[last], starts[last + 1]) = (start, float.PositiveInfinity);
        }

        last = 0;
        for (var x = 0; x < squares.Length; x++)
        {
            while (starts[last + 1] < x) last++;
            var distance = x - parabolas[last];
            result[x] = distance * distance + squares[parabolas[last]];
        }
    }

    /// <summary>Computes the position at which the parabolas of two pixels intersect.</summary>
    private static float Intersection(ReadOnlySpan<float> squares, int left, int right)
    {
        var difference = (double)squares[right] + (double)right * right - squares[left] - (double)left * left;
        return (float)(difference / (2.0 * (right - left)));
    }
}
