using System.Buffers;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// Computes the largest or smallest value around each pixel in its row. Each comparison of a row with itself, moved by the present size of
/// the windows, doubles that size.
/// </summary>
internal static class RowExtremes
{
    /// <summary>Computes the extreme in a window of 2 * radius + 1 pixels.</summary>
    public static PixelPlane Of<TExtreme>(PixelPlane plane, int radius) where TExtreme : IExtreme
    {
        var result = plane.Memory.Uninitialized(plane.Width, plane.Height);
        var (window, length) = (2 * radius + 1, plane.Width + 2 * radius);
        float[] rented = ArrayPool<float>.Shared.Rent(2 * length);
        Span<float> first = rented.AsSpan(0, length), second = rented.AsSpan(length, length);
        for (var y = 0; y < plane.Height; y++)
        {
            first.Fill(TExtreme.Neutral);
            plane.Row(y).CopyTo(first[radius..]);
            var (size, count) = (1, length); // Each value is the extreme of a window of this size that starts there.
            for (; 2 * size <= window; size *= 2)
            {
                count -= size;
                RowExtreme.Of<TExtreme>(first[..count], first[size..], second);
                var swapped = first;
                first = second;
                second = swapped;
            }

            RowExtreme.Of<TExtreme>(first[..plane.Width], first[(window - size)..], result.Row(y));
        }

        ArrayPool<float>.Shared.Return(rented);
        return result;
    }
}
