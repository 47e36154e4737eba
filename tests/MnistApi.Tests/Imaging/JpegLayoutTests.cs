using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

/// <summary>The same coefficients, stored in other scans than those of quadrants.jpg. No restart interval divides the number of blocks of a scan.</summary>
public sealed class JpegLayoutTests
{
    [Theory]
    [InlineData("quadrants-progressive-restarts.jpg")]
    [InlineData("quadrants-components-restarts.jpg")]
    public void Scans_with_restart_markers_decode_to_the_same_pixels(string name)
    {
        Assert.Equal(TestDecoder.Decode(SampleImages.Jpeg).Rgb, TestDecoder.Decode(SampleImages.Read(name)).Rgb);
    }

    [Theory]
    [InlineData("quadrants-paired-components.jpg")] // Cb and Cr share a scan, and Y has its own.
    [InlineData("quadrants-arithmetic.jpg")]
    public void A_layout_that_the_library_does_not_decode_is_refused_as_such(string name)
    {
        var refused = Assert.Throws<ImageRejectedException>(() => TestDecoder.Decode(SampleImages.Read(name)));

        Assert.Equal(ImageRejection.UnsupportedEncoding, refused.Reason);
        Assert.Equal("The JPEG is compressed in a rare way that cannot be read. Save it again as a baseline or progressive JPEG, or as PNG.", refused.Message);
    }

    [Fact]
    public void A_second_frame_header_that_is_too_short_is_no_fault_of_the_service()
    {
        byte[] file = [.. SampleImages.Jpeg[..^2], .. HandMadeJpeg.Segment(0xC0, []), 0xFF, 0xD9];

        Assert.Throws<ImageRejectedException>(() => TestDecoder.Decode(file));
    }
}
