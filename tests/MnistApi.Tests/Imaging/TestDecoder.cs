using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

/// <summary>The decoder of the build, whichever library it has: tests do not know.</summary>
internal static class TestDecoder
{
    public static IImageDecoder Instance { get; } = ImageDecoders.Create(ImageLimits.Default);

    /// <summary>Decodes without reducing.</summary>
    public static ImageRaster Decode(byte[] file) => Instance.Decode(file, maxSide: int.MaxValue);

    /// <summary>Red, green, blue and alpha of a pixel.</summary>
    public static (byte R, byte G, byte B, byte A) Pixel(this ImageRaster raster, int x, int y)
    {
        var i = y * raster.Width + x;
        return (raster.Rgb[3 * i], raster.Rgb[3 * i + 1], raster.Rgb[3 * i + 2], raster.Alpha?[i] ?? 255);
    }
}
