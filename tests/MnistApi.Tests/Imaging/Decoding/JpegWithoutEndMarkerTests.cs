using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class JpegWithoutEndMarkerTests
{
    private const int EndMarkerLength = 2;

    /// <summary>Baseline and progressive files, with and without restart intervals, with one component in a scan and with all.</summary>
    public static TheoryData<string> Files =>
    [
        "quadrants.jpg", "drawing.jpg", "seven-progressive.jpg", "seven-restarts.jpg", "seven-progressive-restarts.jpg",
        "quadrants-components-restarts.jpg",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_without_its_end_marker_decodes_to_the_same_pixels(string name)
    {
        var file = SampleImages.Read(name);
        var raster = TestDecoder.Decode(file[..^EndMarkerLength]);

        Assert.Equal(TestDecoder.Decode(file).Rgb(), raster.Rgb());
        Assert.Equal(raster.Rgb(), TestDecoder.Decode([.. file[..^EndMarkerLength], 0, 0, 0]).Rgb());
        Assert.Equal(raster.Rgb(), TestDecoder.Decode(file[..^1]).Rgb());
    }

    [Fact]
    public void A_file_of_a_camera_that_writes_no_end_marker_is_read()
    {
        var raster = TestDecoder.Decode(SampleImages.Read("seven-no-eoi.jpg"));

        Assert.Equal((100, 100), (raster.Width, raster.Height));
    }

    [Theory]
    [InlineData("quadrants.jpg")]
    [InlineData("seven-no-eoi.jpg")]
    [InlineData("seven-progressive.jpg")]
    [InlineData("seven-restarts.jpg")]
    [InlineData("seven-progressive-restarts.jpg")]
    [InlineData("quadrants-components-restarts.jpg")]
    public void A_file_that_ends_within_its_pixels_is_refused_wherever_it_ends(string name)
    {
        var file = SampleImages.Read(name);
        var pixels = file.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        var end = file.AsSpan().EndsWith<byte>([0xFF, 0xD9]) ? file.Length - EndMarkerLength : file.Length;
        for (var length = pixels; length < end; length++)
            Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(file[..length]).Reason);
    }

    [Fact]
    public void A_segment_that_is_cut_off_after_the_pixels_does_no_harm()
    {
        var file = SampleImages.Read("seven-no-eoi.jpg");

        Assert.Equal(TestDecoder.Decode(file).Rgb(), TestDecoder.Decode([.. file, 0xFF, 0xE1, 0x10, 0x00, 1]).Rgb());
    }
}
