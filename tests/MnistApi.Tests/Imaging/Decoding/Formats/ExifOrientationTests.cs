using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging.Decoding.Formats;

public sealed class ExifOrientationTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(0, true)] // There is no such orientation: the image stays as it is stored.
    [InlineData(9, false)]
    public void A_jpeg_is_turned_upright(int orientation, bool isLittleEndian)
    {
        // The upright image has two blocks in a row and three rows. Each block is lighter than the one before.
        var (width, height) = orientation is >= 5 and <= 8 ? (3, 2) : (2, 3);
        int[] Levels(int column, int row) => [40 * UprightPlace(row * width + column, orientation)];
        var exif = HandMadeJpeg.Exif(orientation, isLittleEndian);

        var file = HandMadeJpeg.Encode(8 * width, 8 * height, 1, Levels, segments: exif);
        var upright = TestDecoder.Decode(file);

        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 16, 24, IsRotated: orientation is >= 2 and <= 8), upright.Header);
        Assert.Equal(upright.Header, TestDecoder.Instance.ReadHeader(file));
        Assert.Equal((16, 24), (upright.Width, upright.Height));
        for (var i = 0; i < 6; i++) Assert.InRange(upright.Pixel(8 * (i % 2) + 4, 8 * (i / 2) + 4).R, 40 * i - 1, 40 * i + 1);
    }

    [Fact]
    public void Broken_data_are_ignored()
    {
        byte[][] broken =
        [
            [],
            [.. "II*\0"u8],
            [.. "II*\0"u8, 255, 255, 255, 255],
            [.. "II*\0"u8, 8, 0, 0, 0, 255, 255, 1],
            [.. "XX*\0"u8, 8, 0, 0, 0, 0, 0],
        ];

        Assert.All(broken, exif =>
        {
            var segment = HandMadeJpeg.Segment(0xE1, [.. "Exif\0\0"u8, .. exif]);
            var raster = TestDecoder.Decode(HandMadeJpeg.Encode(16, 8, 1, (_, _) => [100], segments: segment));

            Assert.Equal((16, 8), (raster.Width, raster.Height));
        });
    }

    [Fact]
    public void A_png_is_turned_upright_too()
    {
        var exif = ("eXIf", HandMadeJpeg.Tiff(6, isLittleEndian: false));
        var file = HandMadePng.Encode(3, 1, 8, HandMadePng.Gray, (x, _) => [10 * x], isInterlaced: false, exif);

        var raster = TestDecoder.Decode(file);

        Assert.Equal((1, 3), (raster.Width, raster.Height));
        Assert.Equal([0, 10, 20], raster.ToGray());
    }

    [Fact]
    public void A_webp_is_turned_upright_too()
    {
        var file = HandMadeWebp.Extended(SampleImages.LossyWebp, 64, 48, flags: 0x08, ("EXIF", HandMadeJpeg.Tiff(8)));

        var raster = TestDecoder.Decode(file);

        Assert.Equal((48, 64), (raster.Width, raster.Height));
        PixelAssert.Close((200, 40, 40), raster.Pixel(12, 48), tolerance: 8); // The top left corner is now at the bottom left.
    }

    /// <summary>The place in an upright image, two wide and three high, of the pixel at a place of the stored image.</summary>
    private static int UprightPlace(int place, int orientation)
    {
        var width = orientation is >= 5 and <= 8 ? 3 : 2;
        var (x, y) = (place % width, place / width);
        return orientation switch
        {
            2 => 2 * y + 1 - x,
            3 => 2 * (2 - y) + 1 - x,
            4 => 2 * (2 - y) + x,
            5 => 2 * x + y,
            6 => 2 * x + 1 - y,
            7 => 2 * (2 - x) + 1 - y,
            8 => 2 * (2 - x) + y,
            _ => place,
        };
    }
}
