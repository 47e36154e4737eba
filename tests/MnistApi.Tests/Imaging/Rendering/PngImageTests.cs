using System.Buffers.Binary;
using MnistApi.Imaging.Rendering;

namespace MnistApi.Tests.Imaging.Rendering;

public sealed class PngImageTests
{
    [Fact]
    public void The_file_is_gray_with_8_bits_a_pixel()
    {
        var png = PngImage.Encode(new byte[28 * 30], width: 28, height: 30);

        Assert.True(png.AsSpan(12, 4).SequenceEqual("IHDR"u8));
        Assert.Equal(28, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(30, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Equal([8, 0], png[24..26]); // bit depth, color type
    }

    [Fact]
    public void Colors_come_back_as_they_were()
    {
        byte[] rgb = [255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 254, 253, 252, 128, 128, 128];

        var png = PngImage.EncodeRgb(rgb, width: 3, height: 2);

        Assert.Equal([8, 2], png[24..26]); // bit depth, color type
        Assert.Equal(rgb, TestDecoder.Decode(png).Rgb());
        Assert.ThrowsAny<ArgumentException>(() => PngImage.EncodeRgb(rgb.AsSpan(..17), 3, 2));
    }

    [Fact]
    public void The_same_pixels_give_the_same_bytes()
    {
        var gray = Enumerable.Range(0, 784).Select(i => (byte)(i * 7)).ToArray();

        Assert.Equal(PngImage.Encode(gray, 28, 28), PngImage.Encode(gray, 28, 28));
    }

    [Theory]
    [InlineData(28, 27)]
    [InlineData(0, 784)]
    [InlineData(-28, -28)]
    public void Sizes_that_do_not_fit_the_pixels_are_refused(int width, int height)
    {
        Assert.ThrowsAny<ArgumentException>(() => PngImage.Encode(new byte[784], width, height));
    }
}
