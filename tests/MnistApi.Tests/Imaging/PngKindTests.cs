using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

public sealed class PngKindTests
{
    private const int Width = 21, Height = 13;

    private static readonly (int R, int G, int B)[] Colors = [(255, 0, 0), (0, 200, 0), (10, 20, 230), (90, 90, 90)];

    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool>();
            foreach (var (kind, depths) in new (int, int[])[] { (HandMadePng.Gray, [1, 2, 4, 8, 16]), (HandMadePng.Rgb, [8, 16]), (HandMadePng.Palette, [1, 2, 4, 8]), (HandMadePng.GrayAlpha, [8, 16]), (HandMadePng.Rgba, [8, 16]) })
            {
                foreach (var depth in depths)
                {
                    kinds.Add(kind, depth, false);
                    kinds.Add(kind, depth, true);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_decodes_to_its_colours_interlaced_or_not(int kind, int depth, bool isInterlaced)
    {
        var most = (1 << depth) - 1;
        int[] Samples(int x, int y) => kind switch
        {
            HandMadePng.Gray => [(x + 3 * y) * 37 % (most + 1)],
            HandMadePng.Palette => [(x + y) % Math.Min(4, most + 1)],
            HandMadePng.Rgb => [most * x / 20, most * y / 12, most * (x + y) / 32],
            HandMadePng.GrayAlpha => [most * x / 20, most * y / 12],
            _ => [most * x / 20, most * y / 12, most * (x + y) / 32, most * (20 - x) / 20],
        };
        var palette = Colors[..Math.Min(4, most + 1)].SelectMany(color => new[] { (byte)color.R, (byte)color.G, (byte)color.B }).ToArray();

        var file = HandMadePng.Encode(Width, Height, depth, kind, Samples, isInterlaced, kind == HandMadePng.Palette ? [("PLTE", palette)] : []);
        var raster = TestDecoder.Decode(file);

        Assert.Equal((Width, Height), (raster.Width, raster.Height));
        Assert.Equal(kind is HandMadePng.GrayAlpha or HandMadePng.Rgba, raster.Alpha is not null);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var samples = Samples(x, y).Select(sample => (255 * sample + most / 2) / most).ToArray();
                var expected = kind switch
                {
                    HandMadePng.Gray => (samples[0], samples[0], samples[0], 255),
                    HandMadePng.Palette => (Colors[Samples(x, y)[0]].R, Colors[Samples(x, y)[0]].G, Colors[Samples(x, y)[0]].B, 255),
                    HandMadePng.Rgb => (samples[0], samples[1], samples[2], 255),
                    HandMadePng.GrayAlpha => (samples[0], samples[0], samples[0], samples[1]),
                    _ => (samples[0], samples[1], samples[2], samples[3]),
                };
                // 16 bits may be rounded or cut to 8; 8 and fewer stay as they are.
                AssertClose(expected, raster.Pixel(x, y), depth == 16 ? 1 : 0, $"({x}, {y})");
            }
        }
    }

    [Theory]
    [InlineData(HandMadePng.Palette, 2)]
    [InlineData(HandMadePng.Gray, 2)]
    [InlineData(HandMadePng.Gray, 8)]
    [InlineData(HandMadePng.Rgb, 8)]
    public void A_colour_may_be_told_to_be_transparent(int kind, int depth)
    {
        byte[] transparent = kind switch { HandMadePng.Palette => [255, 128, 0], HandMadePng.Gray => [0, 2], _ => [0, 2, 0, 2, 0, 2] };
        (string, byte[])[] chunks = [("PLTE", [1, 2, 3, 40, 50, 60, 70, 80, 90, 100, 110, 120]), ("tRNS", transparent)];
        var file = HandMadePng.Encode(4, 1, depth, kind, (x, _) => kind == HandMadePng.Rgb ? [x, x, x] : [x], isInterlaced: false, kind == HandMadePng.Palette ? chunks : chunks[1..]);

        Assert.Equal(kind == HandMadePng.Palette ? [255, 128, 0, 255] : [255, 255, 0, 255], TestDecoder.Decode(file).Alpha);
    }

    [Theory]
    [InlineData("gAMA", "000186A0")] // 1.0: linear
    [InlineData("sRGB", "00")]
    [InlineData("cHRM", "00007A26000080840000FA00000080E800007530000017700000EA6000003A98")]
    public void What_a_file_says_of_its_colours_is_not_applied(string type, string content)
    {
        var file = HandMadePng.Encode(16, 16, 8, HandMadePng.Gray, (x, y) => [16 * y + x], isInterlaced: false, (type, Convert.FromHexString(content)));

        Assert.Equal(Enumerable.Range(0, 256).Select(level => (byte)level), TestDecoder.Decode(file).ToGray());
    }

    [Fact]
    public void A_photo_in_png_is_turned_upright_too()
    {
        var file = HandMadePng.Encode(3, 1, 8, HandMadePng.Gray, (x, _) => [10 * x], isInterlaced: false, ("eXIf", HandMadeJpeg.Tiff(6, isLittleEndian: false)));

        var raster = TestDecoder.Decode(file);

        Assert.Equal((1, 3), (raster.Width, raster.Height));
        Assert.Equal([0, 10, 20], raster.ToGray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_one_is_reduced_to_the_means_of_its_squares(bool isInterlaced)
    {
        // Wide enough that its rows come in several strips.
        var file = HandMadePng.Encode(4100, 2600, 1, HandMadePng.Gray, (x, y) => [y < 1300 ? x & 1 : 1], isInterlaced);

        var raster = TestDecoder.Instance.Decode(file, maxSide: 1000);

        Assert.Equal(new ImageHeader(ImageFormat.Png, 4100, 2600), raster.Header);
        Assert.Equal((820, 520), (raster.Width, raster.Height));
        for (var y = 0; y < 520; y++)
            for (var x = 0; x < 820; x++)
                Assert.InRange(raster.Rgb[3 * (820 * y + x)], y < 260 ? 102 : 255, y < 260 ? 153 : 255);
    }

    private static void AssertClose((int R, int G, int B, int A) expected, (byte R, byte G, byte B, byte A) actual, int tolerance, string where)
    {
        var difference = Math.Max(Math.Max(Math.Abs(expected.R - actual.R), Math.Abs(expected.G - actual.G)), Math.Max(Math.Abs(expected.B - actual.B), Math.Abs(expected.A - actual.A)));
        Assert.True(difference <= tolerance, $"{where}: {actual}, not {expected}.");
    }
}
