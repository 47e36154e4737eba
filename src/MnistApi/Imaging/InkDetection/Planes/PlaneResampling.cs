using System.Numerics.Tensors;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Enlarges and transposes planes.</summary>
internal static class PlaneResampling
{
    /// <summary>Width and height of the blocks that are transposed together, in pixels, so that both planes stay in the cache.</summary>
    private const int TransposedBlock = 16;

    /// <summary>Enlarges a plane by a whole factor with bilinear interpolation.</summary>
    public static PixelPlane Enlarge(this PixelPlane plane, int factor)
    {
        if (factor == 1) return plane;
        using var wide = EnlargeRows(plane, factor);
        return EnlargeColumns(wide, factor);
    }

    /// <summary>Swaps rows and columns.</summary>
    public static PixelPlane Transpose(this PixelPlane plane)
    {
        var result = plane.Memory.Uninitialized(plane.Height, plane.Width);
        ReadOnlySpan<float> values = plane.Values;
        for (var top = 0; top < plane.Height; top += TransposedBlock)
        {
            for (var left = 0; left < plane.Width; left += TransposedBlock)
            {
                var bottom = Math.Min(top + TransposedBlock, plane.Height);
                for (var x = left; x < Math.Min(left + TransposedBlock, plane.Width); x++)
                {
                    var column = result.Row(x);
                    for (var y = top; y < bottom; y++) column[y] = values[y * plane.Width + x];
                }
            }
        }

        return result;
    }

    /// <summary>Interpolates between the pixels of each row.</summary>
    private static PixelPlane EnlargeRows(PixelPlane plane, int factor)
    {
        var result = plane.Memory.Uninitialized(plane.Width * factor, plane.Height);
        for (var y = 0; y < plane.Height; y++)
        {
            Span<float> from = plane.Row(y), to = result.Row(y);
            for (var x = 0; x < to.Length; x++)
            {
                var at = (x + 0.5f) / factor - 0.5f;
                var left = (int)MathF.Floor(at);
                var share = at - left;
                to[x] = from[Math.Max(left, 0)] * (1 - share) + from[Math.Min(left + 1, from.Length - 1)] * share;
            }
        }

        return result;
    }

    /// <summary>Interpolates between the rows, and writes whole rows.</summary>
    private static PixelPlane EnlargeColumns(PixelPlane plane, int factor)
    {
        var result = plane.Memory.Uninitialized(plane.Width, plane.Height * factor);
        var below = new float[plane.Width];
        for (var y = 0; y < result.Height; y++)
        {
            var at = (y + 0.5f) / factor - 0.5f;
            var top = (int)MathF.Floor(at);
            var share = at - top;
            TensorPrimitives.Multiply(plane.Row(Math.Max(top, 0)), 1 - share, result.Row(y));
            TensorPrimitives.Multiply(plane.Row(Math.Min(top + 1, plane.Height - 1)), share, below);
            TensorPrimitives.Add(result.Row(y), below, result.Row(y));
        }

        return result;
    }
}
