using MnistApi.Imaging;
using SkiaSharp;

namespace MnistApi.Tests.Imaging;

public sealed class SkiaImageDecoderTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    [Fact]
    public void A_png_of_ours_decodes_to_the_gray_it_was_made_of()
    {
        byte[] gray = [0, 1, 127, 128, 254, 255];

        var raster = Decoder.Decode(PngImage.Encode(gray, width: 3, height: 2));

        Assert.Equal(new ImageHeader(ImageFormat.Png, 3, 2), raster.Header);
        Assert.Equal(gray, raster.ToGray());
        Assert.Null(raster.Alpha);
    }

    [Fact]
    public void Colours_become_their_luma_and_transparent_pixels_keep_theirs()
    {
        var png = Encode(SKEncodedImageFormat.Png, 5, 1, new SKColor(255, 0, 0), new SKColor(0, 255, 0), new SKColor(0, 0, 255), new SKColor(200, 200, 200, 0), new SKColor(10, 10, 10, 128));

        var raster = Decoder.Decode(png);

        Assert.Equal([76, 150, 29, 200, 10], raster.ToGray());
        Assert.Equal([255, 255, 255, 0, 128], raster.Alpha);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, nameof(ImageFormat.Png))]
    [InlineData(SKEncodedImageFormat.Jpeg, nameof(ImageFormat.Jpeg))]
    [InlineData(SKEncodedImageFormat.Webp, nameof(ImageFormat.Webp))]
    public void The_header_of_each_format_is_read_and_its_pixels_are_decoded(SKEncodedImageFormat encoded, string format)
    {
        var file = Encode(encoded, 40, 30, Enumerable.Repeat(new SKColor(90, 90, 90), 40 * 30).ToArray());

        Assert.Equal(new ImageHeader(Enum.Parse<ImageFormat>(format), 40, 30), Decoder.ReadHeader(file));
        Assert.All(Decoder.Decode(file).ToGray(), level => Assert.InRange(level, 88, 92));
    }

    [Fact]
    public void A_gif_decodes()
    {
        // 1x1, one white pixel.
        var gif = Convert.FromHexString("47494638396101000100800000FFFFFF0000002C00000000010001000002024401003B");

        Assert.Equal(new ImageHeader(ImageFormat.Gif, 1, 1), Decoder.ReadHeader(gif));
        Assert.Equal([255], Decoder.Decode(gif).ToGray());
    }

    [Fact]
    public void A_bmp_decodes()
    {
        // 2x1, 24 bits a pixel: white, black, two bytes to fill the row.
        var bmp = Convert.FromHexString("424D3E0000000000000036000000" + "28000000020000000100000001001800000000000800000000000000000000000000000000000000" + "FFFFFF0000000000");

        Assert.Equal(new ImageHeader(ImageFormat.Bmp, 2, 1), Decoder.ReadHeader(bmp));
        Assert.Equal([255, 0], Decoder.Decode(bmp).ToGray());
    }

    internal static byte[] Encode(SKEncodedImageFormat format, int width, int height, params SKColor[] colors)
    {
        var pixels = colors.SelectMany(color => new[] { color.Red, color.Green, color.Blue, color.Alpha }).ToArray();
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);
        using var data = image.Encode(format, quality: 100);
        return data.ToArray();
    }
}
