namespace MnistApi.Imaging.Normalization;

/// <summary>Reduces images that were enlarged by repeating their pixels, as image viewers and plots of datasets do.</summary>
internal static class PixelBlocks
{
    private const int SmallestSide = 8;  // pixels, as the smallest digits of datasets have
    private const int SmallestBlock = 4; // A drawing whose edges all happen to lie on even pixels was not enlarged.

    /// <summary>The image before it was enlarged; the same image if it was not.</summary>
    public static ImageRaster Undo(ImageRaster raster)
    {
        var (width, height) = (raster.Width, raster.Height);
        var side = CommonDivisor(width, height);
        for (var y = 0; y < height && side > 1; y++)
        {
            if (y > 0 && y % side != 0 && !IsSameRow(raster, y)) side = CommonDivisor(side, y);
            for (var x = 1; x < width && side > 1; x++)
                if (x % side != 0 && !IsSame(raster, y * width + x, y * width + x - 1)) side = CommonDivisor(side, x);
        }

        if (side < SmallestBlock || Math.Min(width, height) < SmallestSide * side) return raster;
        var reduced = Reduce(raster, side);
        return HasShades(reduced) ? reduced : raster;
    }

    /// <summary>
    /// Whether there are more than two colors. A drawing of bars that lie on a lattice by chance has two, an image of a dataset more.
    /// </summary>
    private static bool HasShades(ImageRaster raster) =>
        Enumerable.Range(0, raster.Width * raster.Height).Select(i => ColorOf(raster, i)).Distinct().Take(3).Count() > 2;

    private static (byte R, byte G, byte B, byte? A) ColorOf(ImageRaster raster, int i) =>
        (raster.Rgb[3 * i], raster.Rgb[3 * i + 1], raster.Rgb[3 * i + 2], raster.Alpha?[i]);

    private static ImageRaster Reduce(ImageRaster raster, int side)
    {
        var (width, height) = (raster.Width / side, raster.Height / side);
        var rgb = new byte[3 * width * height];
        var alpha = raster.Alpha is null ? null : new byte[width * height];
        for (var i = 0; i < width * height; i++)
        {
            var source = i / width * side * raster.Width + i % width * side;
            raster.Rgb.AsSpan(3 * source, 3).CopyTo(rgb.AsSpan(3 * i));
            if (alpha is not null) alpha[i] = raster.Alpha![source];
        }

        return new ImageRaster(raster.Header, width, height, rgb, alpha);
    }

    private static bool IsSameRow(ImageRaster raster, int y) =>
        RowOf(raster.Rgb, 3 * raster.Width, y).SequenceEqual(RowOf(raster.Rgb, 3 * raster.Width, y - 1))
        && (raster.Alpha is null || RowOf(raster.Alpha, raster.Width, y).SequenceEqual(RowOf(raster.Alpha, raster.Width, y - 1)));

    private static ReadOnlySpan<byte> RowOf(byte[] samples, int length, int y) => samples.AsSpan(y * length, length);

    private static bool IsSame(ImageRaster raster, int i, int j) => ColorOf(raster, i) == ColorOf(raster, j);

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
