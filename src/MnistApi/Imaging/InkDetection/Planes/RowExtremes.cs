using System.Buffers;
using System.Numerics.Tensors;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// Computes the largest or smallest value around each pixel in its row. Each comparison of a row with itself, moved by the present size of
/// the windows, doubles that size.
/// </summary>
internal static class RowExtremes
{
    private delegate void Extreme(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result);

    /// <summary>Computes the largest value in a window of 2 * radius + 1 pixels.</summary>
    public static PixelPlane Maximum(PixelPlane plane, int radius) => Of(plane, radius, TensorPrimitives.Max, float.NegativeInfinity);

    /// <summary>Computes the smallest value in a window of 2 * radius + 1 pixels.</summary>
    public static PixelPlane Minimum(PixelPlane plane, int radius) => Of(plane, radius, TensorPrimitives.Min, float.PositiveInfinity);

    /// <param name="outside">A value beyond the edges of the plane that is never the result.</param>
    private static PixelPlane Of(PixelPlane plane, int radius, Extreme extreme, float outside)
    {
        var result = PixelPlane.Uninitialized(plane.Width, plane.Height);
        var (window, length) = (2 * radius + 1, plane.Width + 2 * radius);
        float[] first = ArrayPool<float>.Shared.Rent(length), second = ArrayPool<float>.Shared.Rent(length);
        for (var y = 0; y < plane.Height; y++)
        {
            first.AsSpan(0, length).Fill(outside);
            plane.Row(y).CopyTo(first.AsSpan(radius));
            var (size, count) = (1, length); // Each value is the extreme of a window of this size that starts there.
            for (; 2 * size <= window; size *= 2)
            {
                count -= size;
                extreme(first.AsSpan(0, count), first.AsSpan(size, count), second.AsSpan(0, count));
                (first, second) = (second, first);
            }

            extreme(first.AsSpan(0, plane.Width), first.AsSpan(window - size, plane.Width), result.Row(y));
        }

        ArrayPool<float>.Shared.Return(first);
        ArrayPool<float>.Shared.Return(second);
        return result;
    }
}
