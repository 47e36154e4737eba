using MnistApi.Imaging;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class ImageLimitsTests
{
    private const int LittleMemory = 100_000;

    [Fact]
    public void The_defaults_are_10_MB_and_40_megapixels_and_160_MB_for_decoding_and_16384_pixels_a_side()
    {
        var expected = new ImageLimits { Bytes = 10 * 1024 * 1024, Pixels = 40_000_000, DecodingBytes = 160_000_000, Side = 16_384 };

        Assert.Equal(expected, ImageLimits.Default);
    }

    [Fact]
    public void A_file_above_the_limit_of_bytes_is_refused_unread()
    {
        var limited = new ImageDecoder(new ImageLimits { Bytes = 10 });

        var refused = Assert.Throws<ImageRejectedException>(() => limited.ReadHeader(new byte[11]));

        Assert.Equal(ImageRejection.TooManyBytes, refused.Reason);
        Assert.Equal("The image has 11 bytes. The limit is 10 bytes.", refused.Message);
    }

    [Fact]
    public void A_small_file_of_a_gigantic_image_is_refused_without_memory_for_it()
    {
        var png = HandMadePng.Black(30_000, 30_000);
        Assert.InRange(png.Length, 1, 120_000);
        Assert.Equal(new ImageHeader(ImageFormat.Png, 30_000, 30_000), TestDecoder.Instance.ReadHeader(png));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = TestDecoder.Refuse(png);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LittleMemory);
        Assert.Equal(ImageRejection.SideTooLong, refused.Reason);
        Assert.Equal("The image is 30,000 x 30,000 pixels. A side may be at most 16,384 pixels long.", refused.Message);
    }

    [Theory]
    [InlineData(16_385, 1, "SideTooLong")]
    [InlineData(1, 16_385, "SideTooLong")]
    [InlineData(8_000, 5_001, "TooManyPixels")]
    [InlineData(16_384, 16_384, "TooManyPixels")]
    [InlineData(8_000, 5_000, "Corrupt")] // within the limits, so it was decoded
    [InlineData(16_384, 1, "Corrupt")]
    public void The_header_decides_before_pixels_are_decoded(int width, int height, string reason)
    {
        Assert.Equal(Enum.Parse<ImageRejection>(reason), TestDecoder.Refuse(HandMadePng.WithoutPixels(width, height)).Reason);
    }

    [Fact]
    public void Each_format_can_state_a_gigantic_size_in_a_few_bytes_and_is_refused()
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
            var refused = TestDecoder.Refuse(file);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LittleMemory);
            var isTooLarge = refused.Reason is ImageRejection.SideTooLong or ImageRejection.TooManyPixels;
            Assert.True(isTooLarge, $"{refused.Reason}: {refused.Message}");
            var header = TestDecoder.Instance.ReadHeader(file);
            Assert.Equal((width, height), (header.Width, header.Height));
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
            HandMadeBmp.File(0, 4, 24, 0, [], new byte[100]), HandMadeBmp.File(4, 0, 24, 0, [], new byte[100]),
            HandMadeBmp.File(4, int.MinValue, 24, 0, [], new byte[100]), HandMadeBmp.File(-4, 4, 24, 0, [], new byte[100]),
        ];

        Assert.All(files, file => Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(file).Reason));
    }

    [Fact]
    public void A_part_that_is_larger_than_the_whole_is_refused_before_memory_is_allocated_for_it()
    {
        byte[][] files =
        [
            HandMadeWebp.Extended(SampleImages.LossyWebp, 60, 48, flags: 0),
            HandMadeWebp.Extended(HandMadeWebp.WithoutPixels(16_000, 16_000), 64, 48, flags: 0),
            HandMadeWebp.Animated(SampleImages.LossyWebp, 70, 60, x: 8, y: 0, 64, 48),
            HandMadeWebp.Animated(HandMadeWebp.WithoutPixels(16_000, 16_000), 100, 90, 0, 0, 64, 48),
        ];

        Assert.All(files, file => Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(file).Reason));
    }
}
