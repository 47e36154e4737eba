using System.Buffers;
using System.Numerics.Tensors;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// Computes the largest or smallest value around each pixel in its column, with three comparisons for each pixel (van Herk, "A fast
/// algorithm for local minimum and maximum filters on rectangular and octagonal kernels", 1992). A window is the end of one block of rows
/// and the start of the next.
/// </summary>
internal static class ColumnExtremes
{
    private delegate void Extreme(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result);

    /// <summary>Computes the largest value in a window of 2 * radius + 1 pixels.</summary>
    public static PixelPlane Maximum(PixelPlane plane, int radius) => Of(plane, radius, TensorPrimitives.Max);

    /// <summary>Computes the smallest value in a window of 2 * radius + 1 pixels.</summary>
    public static PixelPlane Minimum(PixelPlane plane, int radius) => Of(plane, radius, TensorPrimitives.Min);

    private static PixelPlane Of(PixelPlane plane, int radius, Extreme extreme)
    {
        var (width, height, block) = (plane.Width, plane.Height, 2 * radius + 1);
        var starts = new PixelPlane(width, height, ArrayPool<float>.Shared.Rent(width * height)); // from the start of the block to the row
        var ends = new PixelPlane(width, height, ArrayPool<float>.Shared.Rent(width * height));   // from the row to the end of the block
        for (var y = 0; y < height; y++)
        {
            if (y % block == 0) plane.Row(y).CopyTo(starts.Row(y));
            else extreme(starts.Row(y - 1), plane.Row(y), starts.Row(y));
        }

        for (var y = height - 1; y >= 0; y--)
        {
            if (y == height - 1 || y % block == block - 1) plane.Row(y).CopyTo(ends.Row(y));
            else extreme(ends.Row(y + 1), plane.Row(y), ends.Row(y));
        }

        var result = PixelPlane.Uninitialized(width, height);
        for (var y = 0; y < height; y++)
        {
            var (first, last) = (Math.Max(0, y - radius), Math.Min(height - 1, y + radius));
            if (first / block != last / block) extreme(ends.Row(first), starts.Row(last), result.Row(y));
            else (first % block == 0 ? starts.Row(last) : ends.Row(first)).CopyTo(result.Row(y)); // The edge cuts off the window.
        }

        ArrayPool<float>.Shared.Return(starts.Values);
        ArrayPool<float>.Shared.Return(ends.Values);
        return result;
    }
}
