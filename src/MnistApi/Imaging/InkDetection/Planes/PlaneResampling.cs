namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Enlarges and transposes planes.</summary>
internal static class PlaneResampling
{
    /// <summary>Enlarges a plane by a whole factor with bilinear interpolation.</summary>
    public static PixelPlane Enlarge(this PixelPlane plane, int factor) =>
        factor == 1 ? plane : EnlargeRows(EnlargeRows(plane, factor).Transpose(), factor).Transpose();

    /// <summary>Swaps rows and columns.</summary>
    public static PixelPlane Transpose(this PixelPlane plane)
    {
        var result = new PixelPlane(plane.Height, plane.Width);
        for (var y = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++) result.Values[x * plane.Height + y] = plane.Values[y * plane.Width + x];
        return result;
    }

    private static PixelPlane EnlargeRows(PixelPlane plane, int factor)
    {
        var result = new PixelPlane(plane.Width * factor, plane.Height);
        for (var x = 0; x < result.Width; x++)
        {
            var at = (x + 0.5f) / factor - 0.5f;
            var left = (int)MathF.Floor(at);
            var share = at - left;
            var (from, to) = (Math.Max(left, 0), Math.Min(left + 1, plane.Width - 1));
            for (var y = 0; y < plane.Height; y++)
                result.Values[y * result.Width + x] = plane[from, y] * (1 - share) + plane[to, y] * share;
        }

        return result;
    }
}
