using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class GifDecodingTests
{
    [Fact]
    public void The_first_frame_is_placed_on_a_transparent_screen()
    {
        var file = HandMadeGif.Encode(
            6, 5, [(9, 9, 9), (250, 20, 10), (0, 0, 255)], transparent: 2, (1, 2, 3, 2, [1, 1, 2, 0, 1, 1]), (0, 0, 6, 5, new byte[30]));

        var raster = TestDecoder.Decode(file);

        Assert.Equal(new ImageHeader(ImageFormat.Gif, 6, 5), raster.Header);
        Assert.Equal((250, 20, 10, 255), raster.Pixel(1, 2));
        Assert.Equal((9, 9, 9, 255), raster.Pixel(1, 3));
        var opaque = from y in Enumerable.Range(0, 5) from x in Enumerable.Range(0, 6) where raster.Pixel(x, y).A == 255 select (x, y);
        Assert.Equal([(1, 2), (2, 2), (1, 3), (2, 3), (3, 3)], opaque);
        Assert.All(raster.Alpha!, alpha => Assert.True(alpha is 0 or 255));
    }

    [Fact]
    public void A_frame_that_fills_its_screen_is_opaque()
    {
        (byte, byte, byte)[] palette = [.. Enumerable.Range(0, 128).Select(i => ((byte)(2 * i), (byte)(2 * i), (byte)(2 * i)))];
        var pixels = Enumerable.Range(0, 40 * 30).Select(i => (byte)(i % 128)).ToArray();

        var raster = TestDecoder.Decode(HandMadeGif.Encode(40, 30, palette, transparent: -1, (0, 0, 40, 30, pixels)));

        Assert.Null(raster.Alpha);
        Assert.Equal(pixels.Select(pixel => (byte)(2 * pixel)), raster.ToGray());
    }
}
