using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

/// <summary>Compares pixels that a lossy format may change a little.</summary>
internal static class PixelAssert
{
    /// <param name="expected">Red, green and blue; limited to 0 to 255.</param>
    public static void Close((double R, double G, double B) expected, (byte R, byte G, byte B, byte A) actual, double tolerance)
    {
        double[] wanted = [expected.R, expected.G, expected.B];
        byte[] levels = [actual.R, actual.G, actual.B];
        var difference = wanted.Zip(levels, (level, other) => Math.Abs(Math.Clamp(level, 0, 255) - other)).Max();
        Assert.True(difference <= tolerance, $"{actual}, not {expected}.");
    }

    /// <summary>Checks the four quarters of the samples whose names begin with "quadrants": <see cref="SampleImages"/>.</summary>
    public static void Quadrants(ImageRaster raster, ImageFormat format, bool hasAlpha, double tolerance)
    {
        Assert.Equal(new ImageHeader(format, 64, 48), raster.Header);
        var (red, green, blue, last) = (raster.Pixel(16, 12), raster.Pixel(48, 12), raster.Pixel(16, 36), raster.Pixel(48, 36));
        Close((200, 40, 40), red, tolerance);
        Close((40, 160, 60), green, tolerance);
        Close((40, 60, 200), blue, tolerance);
        if (!hasAlpha) Close((230, 230, 230), last, tolerance);
        Assert.Equal(hasAlpha, raster.Alpha is not null);
        if (hasAlpha) Assert.Equal([255, 128, 255, 0], new[] { red.A, green.A, blue.A, last.A });
    }
}
