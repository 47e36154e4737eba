using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

public sealed class ImageDecoderTests
{
    [Fact]
    public void A_png_of_ours_decodes_to_the_gray_it_was_made_of()
    {
        byte[] gray = [0, 1, 127, 128, 254, 255];

        var raster = TestDecoder.Decode(PngImage.Encode(gray, width: 3, height: 2));

        Assert.Equal(new ImageHeader(ImageFormat.Png, 3, 2), raster.Header);
        Assert.Equal(gray, raster.ToGray());
        Assert.Null(raster.Alpha);
    }

    [Fact]
    public void Transparent_pixels_keep_the_colour_in_the_file_and_luma_weighs_colours()
    {
        int[][] pixels = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [200, 100, 50, 0], [10, 10, 10, 128]];

        var raster = TestDecoder.Decode(HandMadePng.Encode(5, 1, 8, HandMadePng.Rgba, (x, _) => pixels[x], isInterlaced: false));

        Assert.Equal(pixels.SelectMany(pixel => pixel[..3].Select(level => (byte)level)), raster.Rgb);
        Assert.Equal([255, 255, 255, 0, 128], raster.Alpha);
        Assert.Equal([76, 150, 29, 124, 10], raster.ToGray());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Every_kind_of_jpeg_decodes_to_its_colours(int components, bool isProgressive)
    {
        int[][] levels = components switch
        {
            1 => [[0], [77], [200], [255]],
            3 => [[120, 128, 128], [90, 100, 180], [200, 160, 110], [255, 128, 128]],
            _ => [[255, 255, 255, 255], [200, 100, 50, 255], [255, 0, 255, 128], [80, 90, 100, 0]],
        };

        var raster = TestDecoder.Decode(HandMadeJpeg.Encode(29, 15, components, (column, row) => levels[(column + row) % 4], isProgressive));

        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 29, 15), raster.Header);
        Assert.Null(raster.Alpha);
        foreach (var (column, row) in new[] { (0, 0), (1, 0), (2, 0), (3, 0), (0, 1), (3, 1) })
        {
            var block = levels[(column + row) % 4];
            (double R, double G, double B) expected = components switch
            {
                1 => (block[0], block[0], block[0]),
                3 => (block[0] + 1.402 * (block[2] - 128), block[0] - 0.344 * (block[1] - 128) - 0.714 * (block[2] - 128), block[0] + 1.772 * (block[1] - 128)),
                _ => (block[0] * block[3] / 255.0, block[1] * block[3] / 255.0, block[2] * block[3] / 255.0),
            };
            AssertClose(expected, raster.Pixel(8 * column + 3, 8 * row + 3), tolerance: 2);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(0, true)] // No such orientation: as it is stored.
    [InlineData(9, false)]
    public void A_jpeg_is_turned_upright_by_its_exif_data(int orientation, bool isLittleEndian)
    {
        // Two blocks wide and three high when it is upright, each of them lighter than the one before.
        var swaps = orientation is >= 5 and <= 8;
        var stored = Enumerable.Range(0, 6).Select(place => (Place: place, Upright: UprightPlace(place, orientation))).ToArray();
        var (width, height) = swaps ? (3, 2) : (2, 3);

        var file = HandMadeJpeg.Encode(8 * width, 8 * height, 1, (column, row) => [40 * stored[row * width + column].Upright], segments: HandMadeJpeg.Exif(orientation, isLittleEndian));
        var upright = TestDecoder.Decode(file);

        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 16, 24), upright.Header);
        Assert.Equal(upright.Header, TestDecoder.Instance.ReadHeader(file));
        Assert.Equal((16, 24), (upright.Width, upright.Height));
        for (var i = 0; i < 6; i++) Assert.InRange(upright.Pixel(8 * (i % 2) + 4, 8 * (i / 2) + 4).R, 40 * i - 1, 40 * i + 1);
    }

    [Fact]
    public void Exif_data_without_sense_are_passed_over()
    {
        foreach (var exif in new byte[][] { [], [.. "II*\0"u8], [.. "II*\0"u8, 255, 255, 255, 255], [.. "II*\0"u8, 8, 0, 0, 0, 255, 255, 1], [.. "XX*\0"u8, 8, 0, 0, 0, 0, 0] })
        {
            var file = HandMadeJpeg.Encode(16, 8, 1, (_, _) => [100], segments: HandMadeJpeg.Segment(0xE1, [.. "Exif\0\0"u8, .. exif]));

            Assert.Equal((16, 8), (TestDecoder.Decode(file).Width, TestDecoder.Decode(file).Height));
        }
    }

    [Theory]
    [InlineData(400, 300, 200, 100)]
    [InlineData(400, 300, 100, 100)]
    [InlineData(4000, 80, 120, 100)]
    public void A_large_jpeg_is_reduced(int width, int height, int maxSide, int least)
    {
        var file = HandMadeJpeg.Encode(width, height, 1, (column, _) => [8 * column < width / 2 ? 50 : 210], segments: HandMadeJpeg.Exif(6));

        var raster = TestDecoder.Instance.Decode(file, maxSide);

        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, height, width), raster.Header);
        Assert.InRange(raster.Height, least, maxSide);
        Assert.InRange(raster.Width, (double)height * raster.Height / width - 1, (double)height * raster.Height / width + 1);
        Assert.InRange(raster.Pixel(raster.Width / 2, raster.Height / 4).R, 49, 51);
        Assert.InRange(raster.Pixel(raster.Width / 2, 3 * raster.Height / 4).R, 209, 211);
    }

    [Fact]
    public void A_jpeg_of_a_camera_with_its_coarser_colours_decodes()
    {
        AssertQuadrants(TestDecoder.Decode(SampleImages.Jpeg), ImageFormat.Jpeg, hasAlpha: false, tolerance: 8);
    }

    [Theory]
    [InlineData("quadrants-lossy.webp", false, 8)]
    [InlineData("quadrants-lossy-alpha.webp", true, 8)]
    [InlineData("quadrants-lossless-alpha.webp", true, 0)]
    public void Every_kind_of_webp_decodes(string name, bool hasAlpha, int tolerance)
    {
        var file = SampleImages.Read(name);

        Assert.Equal(new ImageHeader(ImageFormat.Webp, 64, 48), TestDecoder.Instance.ReadHeader(file));
        AssertQuadrants(TestDecoder.Decode(file), ImageFormat.Webp, hasAlpha, tolerance);
    }

    [Theory]
    [InlineData("quadrants-lossy.webp")]
    [InlineData("quadrants-lossless-alpha.webp")]
    public void A_large_webp_is_reduced(string name)
    {
        var raster = TestDecoder.Instance.Decode(SampleImages.Read(name), maxSide: 16);

        Assert.Equal((16, 12), (raster.Width, raster.Height));
        AssertClose((200, 40, 40), raster.Pixel(4, 3), tolerance: 8);
        AssertClose((40, 160, 60), raster.Pixel(12, 3), tolerance: 8);
    }

    [Fact]
    public void A_webp_with_exif_data_is_turned_upright()
    {
        var file = HandMadeWebp.Extended(SampleImages.LossyWebp, 64, 48, flags: 0x08, ("EXIF", HandMadeJpeg.Tiff(8)));

        var raster = TestDecoder.Decode(file);

        Assert.Equal((48, 64), (raster.Width, raster.Height));
        AssertClose((200, 40, 40), raster.Pixel(12, 48), tolerance: 8); // top left has come to be bottom left
    }

    [Fact]
    public void Of_an_animated_webp_the_first_frame_stands_where_it_belongs()
    {
        var file = HandMadeWebp.Animated(SampleImages.LossyWebp, 100, 90, x: 20, y: 30, 64, 48);

        var raster = TestDecoder.Decode(file);

        Assert.Equal((100, 90), (raster.Width, raster.Height));
        AssertClose((200, 40, 40), raster.Pixel(20 + 16, 30 + 12), tolerance: 8);
        Assert.Equal((255, 0), (raster.Alpha![45 * 100 + 50], raster.Alpha[10]));
    }

    [Fact]
    public void Of_a_gif_the_first_frame_stands_where_it_belongs_and_all_else_is_transparent()
    {
        var file = HandMadeGif.Encode(6, 5, [(9, 9, 9), (250, 20, 10), (0, 0, 255)], transparent: 2, (1, 2, 3, 2, [1, 1, 2, 0, 1, 1]), (0, 0, 6, 5, new byte[30]));

        var raster = TestDecoder.Decode(file);

        Assert.Equal(new ImageHeader(ImageFormat.Gif, 6, 5), raster.Header);
        Assert.Equal((250, 20, 10, 255), raster.Pixel(1, 2));
        Assert.Equal((9, 9, 9, 255), raster.Pixel(1, 3));
        var opaque = from y in Enumerable.Range(0, 5) from x in Enumerable.Range(0, 6) where raster.Pixel(x, y).A == 255 select (x, y);
        Assert.Equal([(1, 2), (2, 2), (1, 3), (2, 3), (3, 3)], opaque);
        Assert.All(raster.Alpha!, alpha => Assert.True(alpha is 0 or 255));
    }

    [Fact]
    public void A_gif_that_fills_its_screen_is_opaque()
    {
        var pixels = Enumerable.Range(0, 40 * 30).Select(i => (byte)(i % 128)).ToArray();
        var raster = TestDecoder.Decode(HandMadeGif.Encode(40, 30, [.. Enumerable.Range(0, 128).Select(i => ((byte)(2 * i), (byte)(2 * i), (byte)(2 * i)))], transparent: -1, (0, 0, 40, 30, pixels)));

        Assert.Null(raster.Alpha);
        Assert.Equal(pixels.Select(pixel => (byte)(2 * pixel)), raster.ToGray());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    [InlineData(24, false)]
    [InlineData(24, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    public void Every_kind_of_bmp_decodes(int bits, bool isTopDown)
    {
        uint[] palette = bits > 8 ? [] : [.. new uint[] { 0x0A141E, 0xC82814, 0x28A03C, 0xE6E6E6 }.Take(1 << bits)];
        uint Pixel(int x, int y) => bits <= 8 ? (uint)((x + 2 * y) % palette.Length) : (uint)(x << 16 | 10 * y << 8 | 200); // The fourth byte of 32 bits is no alpha.

        var raster = TestDecoder.Decode(HandMadeBmp.Encode(11, 7, bits, Pixel, palette, isTopDown));

        Assert.Equal(new ImageHeader(ImageFormat.Bmp, 11, 7), raster.Header);
        Assert.Null(raster.Alpha);
        for (var y = 0; y < 7; y++)
        {
            for (var x = 0; x < 11; x++)
            {
                var color = bits <= 8 ? palette[Pixel(x, y)] : Pixel(x, y);
                Assert.Equal(((byte)(color >> 16), (byte)(color >> 8), (byte)color, (byte)255), raster.Pixel(x, y));
            }
        }
    }

    [Fact]
    public void A_bmp_of_runs_decodes()
    {
        // Two of the first colour and one of the second; a new row; three as they are, padded; the end.
        byte[] runs = [2, 0, 1, 1, 0, 0, 0, 3, 1, 0, 1, 0, 0, 1];

        var raster = TestDecoder.Decode(HandMadeBmp.File(3, 2, 8, compression: 1, [0x000000, 0xFFFFFF], runs));

        Assert.Equal([255, 0, 255, 0, 0, 255], raster.ToGray());
    }

    [Fact]
    public void The_content_tells_the_format_and_nothing_else()
    {
        (byte[] File, ImageFormat Format)[] files =
        [
            (PngImage.Encode(new byte[4], 2, 2), ImageFormat.Png), (SampleImages.Jpeg, ImageFormat.Jpeg), (SampleImages.LossyWebp, ImageFormat.Webp),
            (HandMadeGif.Encode(1, 1, [(1, 2, 3)], -1, (0, 0, 1, 1, [0])), ImageFormat.Gif), (HandMadeBmp.Encode(1, 1, 24, (_, _) => 0), ImageFormat.Bmp),
        ];

        Assert.All(files, file => Assert.Equal(file.Format, TestDecoder.Instance.ReadHeader(file.File).Format));
        Assert.All(files, file => Assert.Equal(file.Format, TestDecoder.Decode(file.File).Header.Format));
    }

    /// <summary>The place in an upright image, two wide and three high, of the pixel at a place of the stored one.</summary>
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

    private static void AssertQuadrants(ImageRaster raster, ImageFormat format, bool hasAlpha, int tolerance)
    {
        Assert.Equal(new ImageHeader(format, 64, 48), raster.Header);
        AssertClose((200, 40, 40), raster.Pixel(16, 12), tolerance);
        AssertClose((40, 160, 60), raster.Pixel(48, 12), tolerance);
        AssertClose((40, 60, 200), raster.Pixel(16, 36), tolerance);
        if (!hasAlpha) AssertClose((230, 230, 230), raster.Pixel(48, 36), tolerance);
        Assert.Equal(hasAlpha, raster.Alpha is not null);
        if (hasAlpha) Assert.Equal([255, 128, 255, 0], new[] { raster.Pixel(16, 12).A, raster.Pixel(48, 12).A, raster.Pixel(16, 36).A, raster.Pixel(48, 36).A });
    }

    private static void AssertClose((double R, double G, double B) expected, (byte R, byte G, byte B, byte A) actual, double tolerance)
    {
        var difference = Math.Max(Math.Abs(Math.Clamp(expected.R, 0, 255) - actual.R), Math.Max(Math.Abs(Math.Clamp(expected.G, 0, 255) - actual.G), Math.Abs(Math.Clamp(expected.B, 0, 255) - actual.B)));
        Assert.True(difference <= tolerance, $"{actual}, not {expected}.");
    }
}
