using MnistApi.Imaging;
using MnistApi.Imaging.Rendering;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class PngDecodingTests
{
    private const int Width = 21, Height = 13;

    private static readonly (int R, int G, int B)[] Colors = [(255, 0, 0), (0, 200, 0), (10, 20, 230), (90, 90, 90)];

    /// <summary>Color type, bits of a sample, and whether the image is interlaced.</summary>
    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            (int ColorType, int[] Depths)[] all =
            [
                (HandMadePng.Gray, [1, 2, 4, 8, 16]), (HandMadePng.Rgb, [8, 16]), (HandMadePng.Palette, [1, 2, 4, 8]),
                (HandMadePng.GrayAlpha, [8, 16]), (HandMadePng.Rgba, [8, 16]),
            ];
            return
            [
                .. from kind in all
                   from depth in kind.Depths
                   from isInterlaced in new[] { false, true }
                   select (kind.ColorType, depth, isInterlaced),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_decodes_to_its_colors(int colorType, int depth, bool isInterlaced)
    {
        var most = (1 << depth) - 1;
        int[] Samples(int x, int y) => SamplesOf(colorType, most, x, y);
        byte[] palette = [.. Colors.Take(most + 1).SelectMany(color => new[] { (byte)color.R, (byte)color.G, (byte)color.B })];
        (string, byte[])[] chunks = colorType == HandMadePng.Palette ? [("PLTE", palette)] : [];

        var raster = TestDecoder.Decode(HandMadePng.Encode(Width, Height, depth, colorType, Samples, isInterlaced, chunks));

        Assert.Equal((Width, Height), (raster.Width, raster.Height));
        Assert.Equal(colorType is HandMadePng.GrayAlpha or HandMadePng.Rgba, raster.Alpha is not null);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                // 16 bits may be rounded or cut off to 8. Fewer bits are exact.
                var tolerance = depth == 16 ? 1 : 0;
                var (expected, actual) = (ColorOf(colorType, most, Samples(x, y)), raster.Pixel(x, y));
                PixelAssert.Close((expected.R, expected.G, expected.B), actual, tolerance);
                Assert.InRange(actual.A - expected.A, -tolerance, tolerance);
            }
        }
    }

    [Fact]
    public void A_file_of_ours_decodes_to_the_gray_that_it_was_made_of()
    {
        byte[] gray = [0, 1, 127, 128, 254, 255];

        var raster = TestDecoder.Decode(PngImage.Encode(gray, width: 3, height: 2));

        Assert.Equal(new ImageHeader(ImageFormat.Png, 3, 2), raster.Header);
        Assert.Equal(gray, raster.ToGray());
        Assert.Null(raster.Alpha);
    }

    [Fact]
    public void A_transparent_pixel_keeps_the_color_in_the_file()
    {
        int[][] pixels = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [200, 100, 50, 0], [10, 10, 10, 128]];

        var raster = TestDecoder.Decode(HandMadePng.Encode(5, 1, 8, HandMadePng.Rgba, (x, _) => pixels[x], isInterlaced: false));

        Assert.Equal(pixels.SelectMany(pixel => pixel[..3].Select(level => (byte)level)), raster.Rgb());
        Assert.Equal([255, 255, 255, 0, 128], raster.Alpha);
    }

    [Theory]
    [InlineData(HandMadePng.Palette, 2)]
    [InlineData(HandMadePng.Gray, 2)]
    [InlineData(HandMadePng.Gray, 8)]
    [InlineData(HandMadePng.Rgb, 8)]
    public void A_file_may_declare_a_color_transparent(int colorType, int depth)
    {
        var isPalette = colorType == HandMadePng.Palette;
        byte[] transparent = colorType switch { HandMadePng.Palette => [255, 128, 0], HandMadePng.Gray => [0, 2], _ => [0, 2, 0, 2, 0, 2] };
        (string, byte[])[] palette = isPalette ? [("PLTE", [1, 2, 3, 40, 50, 60, 70, 80, 90, 100, 110, 120])] : [];
        int[] Samples(int x, int y) => colorType == HandMadePng.Rgb ? [x, x, x] : [x];

        var file = HandMadePng.Encode(4, 1, depth, colorType, Samples, isInterlaced: false, [.. palette, ("tRNS", transparent)]);
        var raster = TestDecoder.Decode(file);

        Assert.Equal(isPalette ? [255, 128, 0, 255] : [255, 255, 0, 255], raster.Alpha);
    }

    [Theory]
    [InlineData("gAMA", "000186A0")] // 1.0: linear
    [InlineData("sRGB", "00")]
    [InlineData("cHRM", "00007A26000080840000FA00000080E800007530000017700000EA6000003A98")]
    public void Color_spaces_are_not_applied(string type, string content)
    {
        int[] Samples(int x, int y) => [16 * y + x];
        var file = HandMadePng.Encode(16, 16, 8, HandMadePng.Gray, Samples, isInterlaced: false, (type, Convert.FromHexString(content)));

        Assert.Equal(Enumerable.Range(0, 256).Select(level => (byte)level), TestDecoder.Decode(file).ToGray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_file_is_reduced_to_the_means_of_its_squares(bool isInterlaced)
    {
        var file = HandMadePng.Encode(4100, 2600, 1, HandMadePng.Gray, (x, y) => [y < 1300 ? x & 1 : 1], isInterlaced);

        var raster = TestDecoder.Instance.Decode(file, maxSide: 1000);

        Assert.Equal(new ImageHeader(ImageFormat.Png, 4100, 2600), raster.Header);
        Assert.Equal((820, 520), (raster.Width, raster.Height));
        for (var y = 0; y < 520; y++)
            for (var x = 0; x < 820; x++)
                Assert.InRange(raster.ColorOf(820 * y + x).Red, y < 260 ? 102 : 255, y < 260 ? 153 : 255);
    }

    private static int[] SamplesOf(int colorType, int most, int x, int y) => colorType switch
    {
        HandMadePng.Gray => [(x + 3 * y) * 37 % (most + 1)],
        HandMadePng.Palette => [(x + y) % Math.Min(4, most + 1)],
        HandMadePng.Rgb => [most * x / 20, most * y / 12, most * (x + y) / 32],
        HandMadePng.GrayAlpha => [most * x / 20, most * y / 12],
        _ => [most * x / 20, most * y / 12, most * (x + y) / 32, most * (20 - x) / 20],
    };

    private static (int R, int G, int B, int A) ColorOf(int colorType, int most, int[] samples)
    {
        int[] levels = [.. samples.Select(sample => (255 * sample + most / 2) / most)];
        return colorType switch
        {
            HandMadePng.Gray => (levels[0], levels[0], levels[0], 255),
            HandMadePng.Palette => (Colors[samples[0]].R, Colors[samples[0]].G, Colors[samples[0]].B, 255),
            HandMadePng.Rgb => (levels[0], levels[1], levels[2], 255),
            HandMadePng.GrayAlpha => (levels[0], levels[0], levels[0], levels[1]),
            _ => (levels[0], levels[1], levels[2], levels[3]),
        };
    }
}
