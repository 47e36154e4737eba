using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class WebpDecodingTests
{
    [Theory]
    [InlineData("quadrants-lossy.webp", false, 8)]
    [InlineData("quadrants-lossy-alpha.webp", true, 8)]
    [InlineData("quadrants-lossless-alpha.webp", true, 0)]
    public void Each_encoding_decodes(string name, bool hasAlpha, int tolerance)
    {
        var file = SampleImages.Read(name);

        Assert.Equal(new ImageHeader(ImageFormat.Webp, 64, 48), TestDecoder.Instance.ReadHeader(file));
        PixelAssert.Quadrants(TestDecoder.Decode(file), ImageFormat.Webp, hasAlpha, tolerance);
    }

    [Theory]
    [InlineData("quadrants-lossy.webp")]
    [InlineData("quadrants-lossless-alpha.webp")]
    public void A_large_file_is_reduced(string name)
    {
        var raster = TestDecoder.Instance.Decode(SampleImages.Read(name), maxSide: 16);

        Assert.Equal((16, 12), (raster.Width, raster.Height));
        PixelAssert.Close((200, 40, 40), raster.Pixel(4, 3), tolerance: 8);
        PixelAssert.Close((40, 160, 60), raster.Pixel(12, 3), tolerance: 8);
    }

    [Fact]
    public void The_first_frame_of_an_animation_is_placed_on_a_transparent_canvas()
    {
        var file = HandMadeWebp.Animated(SampleImages.LossyWebp, 100, 90, x: 20, y: 30, 64, 48);

        var raster = TestDecoder.Decode(file);

        Assert.Equal((100, 90), (raster.Width, raster.Height));
        PixelAssert.Close((200, 40, 40), raster.Pixel(20 + 16, 30 + 12), tolerance: 8);
        Assert.Equal((255, 0), (raster.Alpha![45 * 100 + 50], raster.Alpha[10]));
    }
}
