using System.Buffers;
using System.Numerics.Tensors;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// Computes the mean around each pixel in its row. Each addition of a row to itself, moved by the present size of the windows, doubles that
/// size. A window of any size consists of windows whose sizes are powers of two.
/// </summary>
internal static class RowMeans
{
    /// <summary>
    /// Computes the mean in a window of 2 * radius + 1 pixels. Beyond the edge of the plane, the pixel at the edge repeats.
    /// </summary>
    public static PixelPlane Of(PixelPlane plane, int radius)
    {
        var result = plane.Memory.Uninitialized(plane.Width, plane.Height);
        var (window, length) = (2 * radius + 1, plane.Width + 2 * radius);
        float[] rented = ArrayPool<float>.Shared.Rent(2 * length);
        Span<float> first = rented.AsSpan(0, length), second = rented.AsSpan(length, length);
        for (var y = 0; y < plane.Height; y++)
        {
            ReadOnlySpan<float> row = plane.Row(y);
            first[..radius].Fill(row[0]);
            row.CopyTo(first[radius..]);
            first[(radius + row.Length)..].Fill(row[^1]);

            var sums = result.Row(y);
            first[..row.Length].CopyTo(sums); // The window has an odd size, so a single pixel is a part of it.
            var (size, count, done) = (1, length, 1);
            while (2 * size <= window)
            {
                count -= size;
                TensorPrimitives.Add(first[..count], first.Slice(size, count), second[..count]);
                size *= 2; // Each value is the sum of a window of this size that starts there.
                var swapped = first;
                first = second;
                second = swapped;
                if ((window & size) == 0) continue;
                TensorPrimitives.Add(sums, first.Slice(done, row.Length), sums);
                done += size;
            }

            TensorPrimitives.Multiply(sums, 1f / window, sums);
        }

        ArrayPool<float>.Shared.Return(rented);
        return result;
    }
}
