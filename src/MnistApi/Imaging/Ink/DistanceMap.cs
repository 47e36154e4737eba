namespace MnistApi.Imaging.Ink;

/// <summary>Exact Euclidean distances (Felzenszwalb, Huttenlocher, "Distance transforms of sampled functions", 2012).</summary>
internal static class DistanceMap
{
    private const float Far = 1e12f;

    /// <summary>From each pixel's middle to that of the nearest pixel for which the condition holds; very large where there is none.</summary>
    public static Plane To(Plane plane, Func<float, bool> isTarget)
    {
        var squares = plane.Select(value => isTarget(value) ? 0 : Far);
        squares = Resampling.Transpose(Rows(Resampling.Transpose(Rows(squares))));
        return squares.Select(MathF.Sqrt);
    }

    private static Plane Rows(Plane squares)
    {
        var result = new Plane(squares.Width, squares.Height);
        var parabolas = new int[squares.Width];
        var starts = new float[squares.Width + 1];
        for (var y = 0; y < squares.Height; y++)
            Row(squares.Values.AsSpan(y * squares.Width, squares.Width), result.Values.AsSpan(y * squares.Width, squares.Width), parabolas, starts);
        return result;
    }

    /// <summary>The lower envelope of one parabola per pixel.</summary>
    private static void Row(ReadOnlySpan<float> squares, Span<float> result, int[] parabolas, float[] starts)
    {
        var last = 0;
        (parabolas[0], starts[0], starts[1]) = (0, float.NegativeInfinity, float.PositiveInfinity);
        for (var x = 1; x < squares.Length; x++)
        {
            var start = Meet(squares, parabolas[last], x);
            while (start <= starts[last]) start = Meet(squares, parabolas[--last], x);
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

    private static float Meet(ReadOnlySpan<float> squares, int left, int right) =>
        (float)(((double)squares[right] + (double)right * right - squares[left] - (double)left * left) / (2.0 * (right - left)));
}
