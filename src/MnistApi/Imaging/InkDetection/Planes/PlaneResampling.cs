using System.Numerics.Tensors;

namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Enlarges and transposes planes.</summary>
internal static class PlaneResampling
{
    /// <summary>Width and height of the blocks that are transposed together, in pixels, so that both planes stay in the cache.</summary>
    private const int TransposedBlock = 16;

    /// <summary>Enlarges a plane by a whole factor with bilinear interpolation.</summary>
    public static PixelPlane Enlarge(this PixelPlane plane, int factor) =>
        factor == 1 ? plane : EnlargeColumns(EnlargeColumns(plane.Transpose(), factor).Transpose(), factor);

    /// <summary>Swaps rows and columns.</summary>
    public static PixelPlane Transpose(this PixelPlane plane)
    {
        var result = PixelPlane.Uninitialized(plane.Height, plane.Width);
        for (var top = 0; top < plane.Height; top += TransposedBlock)
        {
            for (var left = 0; left < plane.Width; left += TransposedBlock)
            {
                var bottom = Math.Min(top + TransposedBlock, plane.Height);
                for (var x = left; x < Math.Min(left + TransposedBlock, plane.Width); x++)
                {
                    var column = result.Row(x);
                    for (var y = top; y < bottom; y++) column[y] = plane.Values[y * plane.Width + x];
                }
            }
        }

        return result;
    }

    /// <summary>Interpolates between the rows, and writes whole rows.</summary>
    private static PixelPlane EnlargeColumns(PixelPlane plane, int factor)
    {
        var result = PixelPlane.Uninitialized(plane.Width, plane.Height * factor);
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
