using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class BmpDecodingTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    [InlineData(24, false)]
    [InlineData(24, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    public void Each_number_of_bits_decodes(int bits, bool isTopDown)
    {
        uint[] palette = bits > 8 ? [] : [.. new uint[] { 0x0A141E, 0xC82814, 0x28A03C, 0xE6E6E6 }.Take(1 << bits)];
        uint PlaceInPalette(int x, int y) => (uint)((x + 2 * y) % palette.Length);
        uint Color(int x, int y) => (uint)(x << 16 | 10 * y << 8 | 200); // The fourth byte of 32 bits is not alpha.

        var raster = TestDecoder.Decode(HandMadeBmp.Encode(11, 7, bits, bits <= 8 ? PlaceInPalette : Color, palette, isTopDown));

        Assert.Equal(new ImageHeader(ImageFormat.Bmp, 11, 7), raster.Header);
        Assert.Null(raster.Alpha);
        for (var y = 0; y < 7; y++)
        {
            for (var x = 0; x < 11; x++)
            {
                var color = bits <= 8 ? palette[PlaceInPalette(x, y)] : Color(x, y);
                Assert.Equal(((byte)(color >> 16), (byte)(color >> 8), (byte)color, (byte)255), raster.Pixel(x, y));
            }
        }
    }

    [Fact]
    public void Run_lengths_decode()
    {
        // Two pixels of the first color and one of the second; a new row; three single pixels with padding; the end.
        byte[] runs = [2, 0, 1, 1, 0, 0, 0, 3, 1, 0, 1, 0, 0, 1];

        var raster = TestDecoder.Decode(HandMadeBmp.File(3, 2, 8, compression: 1, [0x000000, 0xFFFFFF], runs));

        Assert.Equal([255, 0, 255, 0, 0, 255], raster.ToGray());
    }
}
