namespace MnistApi.Imaging.Normalization;

/// <summary>
/// Reverses nearest-neighbor upscaling, which repeats each pixel of an image in a block. Image viewers and plots of datasets do this.
/// </summary>
internal static class NearestNeighborUpscaling
{
    private const int MinSide = 8;  // pixels; the smallest digits of common datasets have this size
    private const int MinBlock = 4; // pixels; all edges of a drawing may lie on even pixels by chance

    /// <summary>Returns the image before it was enlarged; the same image if it was not enlarged.</summary>
    public static ImageRaster Undo(ImageRaster raster)
    {
        var (width, height) = (raster.Width, raster.Height);
        var block = CommonDivisor(width, height);
        for (var y = 0; y < height && block > 1; y++)
        {
            if (y > 0 && IsSameRow(raster, y)) continue;
            if (y % block != 0) block = CommonDivisor(block, y);
            for (var x = 1; x < width && block > 1; x++)
                if (x % block != 0 && !IsSame(raster, y * width + x, y * width + x - 1)) block = CommonDivisor(block, x);
        }

        if (block < MinBlock || Math.Min(width, height) < MinSide * block) return raster;
        var reduced = Reduce(raster, block);
        return HasShades(reduced) ? reduced : raster;
    }

    /// <summary>
    /// Whether there are more than two colors. A drawing whose edges lie on a grid by chance has two colors. An image of a dataset has
    /// more.
    /// </summary>
    private static bool HasShades(ImageRaster raster) =>
        Enumerable.Range(0, raster.Width * raster.Height).Select(i => ColorOf(raster, i)).Distinct().Take(3).Count() > 2;

    private static ((byte Red, byte Green, byte Blue) Color, byte? Alpha) ColorOf(ImageRaster raster, int i) =>
        (raster.ColorOf(i), raster.Alpha?[i]);

    private static ImageRaster Reduce(ImageRaster raster, int block)
    {
        var (width, height) = (raster.Width / block, raster.Height / block);
        var channels = raster.Channels;
        var samples = new byte[channels * width * height];
        var alpha = raster.Alpha is null ? null : new byte[width * height];
        for (var i = 0; i < width * height; i++)
        {
            var source = i / width * block * raster.Width + i % width * block;
            raster.Samples.AsSpan(channels * source, channels).CopyTo(samples.AsSpan(channels * i));
            if (alpha is not null) alpha[i] = raster.Alpha![source];
        }

        return new ImageRaster(raster.Header, width, height, samples, alpha);
    }

    private static bool IsSameRow(ImageRaster raster, int y) =>
        RowOf(raster.Samples, raster.Channels * raster.Width, y)
            .SequenceEqual(RowOf(raster.Samples, raster.Channels * raster.Width, y - 1))
        && (raster.Alpha is null || RowOf(raster.Alpha, raster.Width, y).SequenceEqual(RowOf(raster.Alpha, raster.Width, y - 1)));

    private static ReadOnlySpan<byte> RowOf(byte[] samples, int length, int y) => samples.AsSpan(y * length, length);

    private static bool IsSame(ImageRaster raster, int i, int j) => ColorOf(raster, i) == ColorOf(raster, j);

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
