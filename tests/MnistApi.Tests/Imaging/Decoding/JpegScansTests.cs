using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding;

/// <summary>
/// Files with the coefficients of quadrants.jpg in other scans. No restart interval divides the number of blocks of a scan.
/// </summary>
public sealed class JpegScansTests
{
    [Theory]
    [InlineData("quadrants-progressive-restarts.jpg")]
    [InlineData("quadrants-components-restarts.jpg")]
    public void Scans_with_restart_markers_decode_to_the_same_pixels(string name)
    {
        Assert.Equal(TestDecoder.Decode(SampleImages.Jpeg).Rgb(), TestDecoder.Decode(SampleImages.Read(name)).Rgb());
    }

    [Theory]
    [InlineData("quadrants-paired-components.jpg")] // Cb and Cr share a scan, and Y has its own.
    [InlineData("quadrants-arithmetic.jpg")]
    public void A_kind_that_the_library_does_not_decode_is_refused_as_such(string name)
    {
        var refused = TestDecoder.Refuse(SampleImages.Read(name));

        Assert.Equal(ImageRejection.UnsupportedEncoding, refused.Reason);
        Assert.Equal(
            "The JPEG uses a compression method that is not supported. Save it as a baseline or progressive JPEG, or as a PNG.",
            refused.Message);
    }

    [Fact]
    public void A_second_frame_header_that_is_too_short_is_refused()
    {
        byte[] file = [.. SampleImages.Jpeg[..^2], .. HandMadeJpeg.Segment(0xC0, []), 0xFF, 0xD9];

        Assert.Equal(ImageRejection.UnsupportedEncoding, TestDecoder.Refuse(file).Reason);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(5_000, true)]
    public void A_file_may_have_99_scans_because_each_goes_over_the_whole_image(int scans, bool isRefused)
    {
        var progressive = HandMadeJpeg.Encode(16, 16, 1, (_, _) => [77], isProgressive: true); // of two scans
        var more = Enumerable.Repeat(HandMadeJpeg.NothingMore(1, blocks: 4), scans - 2).SelectMany(scan => scan);
        byte[] file = [.. progressive[..^2], .. more, 0xFF, 0xD9];

        if (!isRefused)
        {
            Assert.All(TestDecoder.Decode(file).ToGray(), level => Assert.Equal(77, level));
            return;
        }

        var refused = TestDecoder.Refuse(file);
        Assert.Equal(ImageRejection.TooManyScans, refused.Reason);
        Assert.Equal("The JPEG has more than 99 scans. Save the image again, with at most 99 scans or as a PNG.", refused.Message);
    }
}
