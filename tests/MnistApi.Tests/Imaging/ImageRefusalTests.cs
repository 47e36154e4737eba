using System.Text;
using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

public sealed class ImageRefusalTests
{
    private static readonly ImageDecoder Decoder = TestDecoder.Instance;

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
    [InlineData("II*\0\b\0\0\0")] // TIFF, as which a library may read raw photos
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
    [MemberData(nameof(ValidImages.Names), MemberType = typeof(ValidImages))]
    public void A_file_cut_off_anywhere_is_refused(string name)
    {
        var file = ValidImages.Get(name);
        var whole = Decoder.Decode(file, 100);

        for (var length = 12; length < file.Length; length++)
        {
            // A GIF is read without its trailer. Of an animation, the first frame is enough, so a cut between frames is no loss.
            if (name.StartsWith("gif", StringComparison.Ordinal) && HandMadeGif.EndsAfterFrame(file, length)) continue;
            // So is a JPEG without its end, as far as no pixel is made of what is missing.
            if (name.StartsWith("jpeg", StringComparison.Ordinal) && IsWhole(file[..length])) continue;
            Assert.Equal(ImageRejection.Corrupt, Refused(file[..length]).Reason);
        }

        bool IsWhole(byte[] cut)
        {
            try
            {
                return Decoder.Decode(cut, 100).Rgb.SequenceEqual(whole.Rgb);
            }
            catch (ImageRejectedException)
            {
                return false;
            }
        }
    }

    [Theory]
    [MemberData(nameof(ValidImages.Names), MemberType = typeof(ValidImages))]
    public void What_follows_the_end_does_not_matter(string name)
    {
        byte[] file = ValidImages.Get(name);

        Assert.Equal(Decoder.Decode(file, 100).Rgb, Decoder.Decode([.. file, .. "and more"u8], 100).Rgb);
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
    public void Every_format_can_lie_of_a_gigantic_size_in_a_few_bytes_and_is_refused()
    {
        (byte[] File, int Width, int Height)[] forged =
        [
            (HandMadePng.WithoutPixels(int.MaxValue, int.MaxValue), int.MaxValue, int.MaxValue),
            ([0xFF, 0xD8, .. HandMadeJpeg.Segment(0xC0, [8, 0xFF, 0xFF, 0xFF, 0xFE, 1, 1, 0x11, 0])], 65_534, 65_535),
            (HandMadeWebp.WithoutPixels(16_384, 16_384), 16_384, 16_384),
            (HandMadeWebp.Extended(SampleImages.LossyWebp, 1 << 24, 1 << 24, flags: 0), 1 << 24, 1 << 24),
            (HandMadeGif.Encode(65_535, 65_535, [(0, 0, 0)], -1, (0, 0, 65_535, 65_535, [0])), 65_535, 65_535),
            (HandMadeBmp.File(int.MaxValue, -int.MaxValue, 1, 0, [0, 1], []), int.MaxValue, int.MaxValue),
        ];
        foreach (var (file, width, height) in forged)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var refused = Refused(file);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
            Assert.True(refused.Reason is ImageRejection.SideTooLong or ImageRejection.TooManyPixels, $"{refused.Reason}: {refused.Message}");
            Assert.Equal((width, height), (Decoder.ReadHeader(file).Width, Decoder.ReadHeader(file).Height));
        }
    }

    [Fact]
    public void No_format_may_have_a_side_of_0()
    {
        byte[][] files =
        [
            HandMadePng.WithoutPixels(0, 5), HandMadePng.WithoutPixels(5, 0), HandMadePng.WithoutPixels(-1, 5),
            HandMadeJpeg.Encode(0, 8, 1, (_, _) => [0]), HandMadeJpeg.Encode(8, 0, 1, (_, _) => [0]),
            HandMadeGif.Encode(4, 4, [(0, 0, 0)], -1, (0, 0, 0, 1, [])),
            HandMadeBmp.File(0, 4, 24, 0, [], new byte[100]), HandMadeBmp.File(4, 0, 24, 0, [], new byte[100]), HandMadeBmp.File(4, int.MinValue, 24, 0, [], new byte[100]), HandMadeBmp.File(-4, 4, 24, 0, [], new byte[100]),
        ];

        Assert.All(files, file => Assert.Equal(ImageRejection.Corrupt, Refused(file).Reason));
    }

    [Fact]
    public void A_part_that_is_larger_than_the_whole_is_refused_before_memory_is_taken_for_it()
    {
        byte[][] files =
        [
            HandMadeWebp.Extended(SampleImages.LossyWebp, 60, 48, flags: 0),
            HandMadeWebp.Extended(HandMadeWebp.WithoutPixels(16_000, 16_000), 64, 48, flags: 0),
            HandMadeWebp.Animated(SampleImages.LossyWebp, 70, 60, x: 8, y: 0, 64, 48),
            HandMadeWebp.Animated(HandMadeWebp.WithoutPixels(16_000, 16_000), 100, 90, 0, 0, 64, 48),
        ];

        Assert.All(files, file => Assert.Equal(ImageRejection.Corrupt, Refused(file).Reason));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(5_000, true)]
    public void A_jpeg_may_have_99_scans_for_each_goes_over_the_whole_image(int scans, bool isRefused)
    {
        var progressive = HandMadeJpeg.Encode(16, 16, 1, (_, _) => [77], isProgressive: true); // of two scans
        byte[] file = [.. progressive[..^2], .. Enumerable.Repeat(HandMadeJpeg.NothingMore(1, blocks: 4), scans - 2).SelectMany(scan => scan), 0xFF, 0xD9];

        if (isRefused) Assert.Equal((ImageRejection.TooManyScans, "The JPEG has more than 99 scans, where others have about ten. Save the image anew."), (Refused(file).Reason, Refused(file).Message));
        else Assert.All(Decoder.Decode(file, maxSide: 100).ToGray(), level => Assert.Equal(77, level));
    }

    [Fact]
    public void A_png_with_fewer_rows_than_it_says_is_refused()
    {
        var png = HandMadePng.Encode(50, 40, 8, HandMadePng.Gray, (x, y) => [x + y], isInterlaced: false);
        var taller = HandMadePng.Encode(50, 41, 8, HandMadePng.Gray, (x, y) => [x + y], isInterlaced: false);
        taller.AsSpan(0, 33).CopyTo(png); // signature and header

        Assert.Equal(ImageRejection.Corrupt, Refused(png).Reason);
    }

    [Fact]
    public void A_file_above_the_limit_of_bytes_is_not_even_looked_at()
    {
        var limited = new ImageDecoder(new ImageLimits { Bytes = 10 });

        var refused = Assert.Throws<ImageRejectedException>(() => limited.ReadHeader(new byte[11]));

        Assert.Equal(ImageRejection.TooManyBytes, refused.Reason);
        Assert.Equal("The image has 11 bytes, and at most 10 are read.", refused.Message);
    }

    [Fact]
    public void The_limits_are_10_MB_and_40_megapixels_and_160_MB_for_decoding_and_16384_pixels_a_side()
    {
        Assert.Equal(new ImageLimits { Bytes = 10 * 1024 * 1024, Pixels = 40_000_000, DecodingBytes = 160_000_000, Side = 16_384 }, ImageLimits.Default);
    }

    private static ImageRejectedException Refused(byte[] file) => Assert.Throws<ImageRejectedException>(() => Decoder.Decode(file, maxSide: 2048));
}
