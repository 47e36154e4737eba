using MnistApi.Imaging;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging;

/// <summary>The decoder of the service, with its default limits.</summary>
internal static class TestDecoder
{
    public static ImageDecoder Instance { get; } = new(ImageLimits.Default);

    /// <summary>Decodes without reducing.</summary>
    public static ImageRaster Decode(byte[] file) => Instance.Decode(file, maxSide: int.MaxValue);

    /// <summary>Decodes a file that must be refused.</summary>
    public static ImageRejectedException Refuse(byte[] file) =>
        Assert.Throws<ImageRejectedException>(() => Instance.Decode(file, maxSide: 2048));

    /// <summary>Luma by Rec. 601 in thousandths, which gives a gray pixel its own value back.</summary>
    /// <returns>[height, width] row by row, 0 (black) to 255 (white).</returns>
    public static byte[] ToGray(this ImageRaster raster) =>
        [.. raster.Rgb().Chunk(3).Select(pixel => (byte)((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000))];

    /// <summary>Red, green and blue of all pixels, also of a gray image.</summary>
    /// <returns>[height, width, 3] row by row.</returns>
    public static byte[] Rgb(this ImageRaster raster)
    {
        if (raster.Channels == 3) return raster.Samples;

        var rgb = new byte[3 * raster.Samples.Length];
        GrayPixels.Repeat(raster.Samples, rgb);
        return rgb;
    }

    /// <summary>Red, green, blue and alpha of a pixel.</summary>
    public static (byte R, byte G, byte B, byte A) Pixel(this ImageRaster raster, int x, int y)
    {
        var i = y * raster.Width + x;
        var (red, green, blue) = raster.ColorOf(i);
        return (red, green, blue, raster.Alpha?[i] ?? 255);
    }
}
