using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

/// <summary>Files that break the letter of their format, that browsers show all the same. All show the same seven, of 100x100 pixels.</summary>
public sealed class LenientFileTests
{
    private const int EndMarkerLength = 2;

    [Theory]
    [InlineData("seven-no-trailer.gif")]
    [InlineData("seven-screen-96.gif")] // Its frame is larger than its screen.
    [InlineData("seven.bmp")] // OS/2 2, with a header of 16 bytes
    public void Every_pixel_is_read(string name)
    {
        var raster = TestDecoder.Decode(SampleImages.Read(name));

        Assert.Equal((100, 100), (raster.Width, raster.Height));
        Assert.Equal(TestDecoder.Decode([.. SampleImages.Read("seven-no-trailer.gif"), 0x3B]).ToGray(), raster.ToGray());
    }

    [Theory]
    [InlineData("seven-no-trailer.gif")]
    [InlineData("seven-screen-96.gif")]
    [InlineData("seven.bmp")]
    public void A_file_that_ends_within_its_pixels_is_refused(string name)
    {
        var file = SampleImages.Read(name);

        AssertCorrupt(file[..^3]);
    }

    [Theory]
    [InlineData(6)] // The screen's width is 0,
    [InlineData(8)] // or its height.
    public void A_frame_enlarges_a_screen_without_pixels(int at)
    {
        var file = SampleImages.Read("seven-screen-96.gif");
        file[at] = 0;
        var raster = TestDecoder.Decode(file);

        Assert.Equal((100, 100), (raster.Width, raster.Height));
    }

    [Fact]
    public void A_screen_that_a_frame_enlarges_is_within_the_limits()
    {
        var file = SampleImages.Read("seven-screen-96.gif");
        var frame = Array.IndexOf(file, (byte)0x2C, 13 + (3 << ((file[10] & 7) + 1)));
        (file[frame + 5], file[frame + 6]) = (0xFF, 0xFF);

        Assert.Equal(ImageRejection.SideTooLong, Assert.Throws<ImageRejectedException>(() => TestDecoder.Decode(file)).Reason);
    }

    [Theory]
    [InlineData("quadrants.jpg")]
    [InlineData("seven-progressive.jpg")]
    [InlineData("seven-restarts.jpg")]
    [InlineData("seven-progressive-restarts.jpg")]
    [InlineData("quadrants-components-restarts.jpg")]
    [InlineData("drawing.jpg")]
    public void A_JPEG_without_its_end_marker_is_read(string name)
    {
        var file = SampleImages.Read(name);
        var raster = TestDecoder.Decode(file[..^EndMarkerLength]);

        Assert.Equal(TestDecoder.Decode(file).Rgb, raster.Rgb);
        Assert.Equal(raster.Rgb, TestDecoder.Decode([.. file[..^EndMarkerLength], 0, 0, 0]).Rgb);
        Assert.Equal(raster.Rgb, TestDecoder.Decode(file[..^1]).Rgb);
    }

    [Fact]
    public void A_JPEG_of_a_camera_that_writes_no_end_marker_is_read()
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
    public void A_JPEG_that_ends_within_its_pixels_is_refused_wherever_it_ends(string name)
    {
        var file = SampleImages.Read(name);
        var pixels = file.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        var end = file.AsSpan().EndsWith<byte>([0xFF, 0xD9]) ? file.Length - EndMarkerLength : file.Length;
        for (var length = pixels; length < end; length++) AssertCorrupt(file[..length]);
    }

    [Fact]
    public void What_is_cut_off_after_the_pixels_of_a_JPEG_is_not_missed()
    {
        var file = SampleImages.Read("seven-no-eoi.jpg");

        Assert.Equal(TestDecoder.Decode(file).Rgb, TestDecoder.Decode([.. file, 0xFF, 0xE1, 0x10, 0x00, 1]).Rgb);
    }

    private static void AssertCorrupt(byte[] file) =>
        Assert.Equal(ImageRejection.Corrupt, Assert.Throws<ImageRejectedException>(() => TestDecoder.Decode(file)).Reason);
}
