using System.Text;
using MnistApi.Imaging;
using SkiaSharp;

namespace MnistApi.Tests.Imaging;

public sealed class SkiaImageDecoderRefusalTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    [Fact]
    public void No_bytes_are_an_empty_image()
    {
        Assert.Equal(ImageRejection.Empty, Refused([]).Reason);
        Assert.Equal(ImageRejection.Empty, Assert.Throws<ImageRejectedException>(() => Decoder.ReadHeader([])).Reason);
    }

    [Theory]
    [InlineData("a digit, I promise")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("B")]
    [InlineData("II*\0\b\0\0\0")] // TIFF, as which Skia reads raw photos
    [InlineData("\0\0\u0001\0\u0001\0")] // an icon
    public void Other_bytes_are_no_image(string file)
    {
        var refused = Refused(Encoding.Latin1.GetBytes(file));

        Assert.Equal(ImageRejection.NotAnImage, refused.Reason);
        Assert.Contains("PNG", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("FFD8FF")]
    [InlineData("FFD8FFE000104A464946000101")]
    [InlineData("524946460000000057454250")]
    [InlineData("474946383961")]
    [InlineData("424D")]
    [InlineData("424DFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void A_beginning_alone_is_a_corrupt_image(string hex)
    {
        Assert.Equal(ImageRejection.Corrupt, Refused(Convert.FromHexString(hex)).Reason);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_file_cut_off_anywhere_is_refused_unless_every_pixel_is_there(SKEncodedImageFormat format)
    {
        var random = new Random(1);
        var colors = Enumerable.Range(0, 40 * 30).Select(_ => new SKColor((uint)random.Next() | 0xFF000000)).ToArray();
        var file = SkiaImageDecoderTests.Encode(format, 40, 30, colors);
        var whole = Decoder.Decode(file).ToGray();

        var accepted = 0;
        for (var length = 12; length < file.Length; length++)
        {
            var exception = Record.Exception(() => Assert.Equal(whole, Decoder.Decode(file.AsSpan(0, length)).ToGray()));
            if (exception is null) accepted++;
            else Assert.Equal(ImageRejection.Corrupt, Assert.IsType<ImageRejectedException>(exception).Reason);
        }

        // Nothing but checksums and end marks may be missing.
        Assert.InRange(accepted, 0, 24);
    }

    [Fact]
    public void A_png_with_a_damaged_pixel_is_refused()
    {
        var png = PngImage.Encode(new byte[100 * 100], 100, 100);
        png[^20] ^= 0x55; // within the compressed pixels

        Assert.Equal(ImageRejection.Corrupt, Refused(png).Reason);
    }

    [Fact]
    public void A_small_file_of_a_gigantic_image_is_refused_without_memory_for_it()
    {
        var png = HandMadePng.Black(30_000, 30_000);
        Assert.InRange(png.Length, 1, 120_000);
        Assert.Equal(new ImageHeader(ImageFormat.Png, 30_000, 30_000), Decoder.ReadHeader(png));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Refused(png);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal(ImageRejection.SideTooLong, refused.Reason);
        Assert.Equal("The image is 30,000 x 30,000 pixels, and no side may be longer than 16,384.", refused.Message);
    }

    [Theory]
    [InlineData(16_385, 1, "SideTooLong")]
    [InlineData(1, 16_385, "SideTooLong")]
    [InlineData(8_000, 5_001, "TooManyPixels")]
    [InlineData(16_384, 16_384, "TooManyPixels")]
    [InlineData(8_000, 5_000, "Corrupt")] // within the limits, so it came to decoding
    [InlineData(16_384, 1, "Corrupt")]
    public void Size_is_judged_by_the_header_before_pixels_are_decoded(int width, int height, string reason)
    {
        Assert.Equal(Enum.Parse<ImageRejection>(reason), Refused(HandMadePng.WithoutPixels(width, height)).Reason);
    }

    [Fact]
    public void A_file_above_the_limit_of_bytes_is_not_even_looked_at()
    {
        var limited = new SkiaImageDecoder(new ImageLimits { Bytes = 10 });

        var refused = Assert.Throws<ImageRejectedException>(() => limited.ReadHeader(new byte[11]));

        Assert.Equal(ImageRejection.TooManyBytes, refused.Reason);
        Assert.Equal("The image has 11 bytes, and at most 10 are read.", refused.Message);
    }

    [Fact]
    public void The_limits_are_10_MB_and_40_megapixels_and_16384_pixels_a_side()
    {
        Assert.Equal(new ImageLimits { Bytes = 10 * 1024 * 1024, Pixels = 40_000_000, Side = 16_384 }, ImageLimits.Default);
    }

    private static ImageRejectedException Refused(byte[] file) => Assert.Throws<ImageRejectedException>(() => Decoder.Decode(file));
}
