using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding;

/// <summary>Files that break the letter of their format, and that browsers show all the same. Each shows the same seven.</summary>
public sealed class LenientFileTests
{
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
        Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(SampleImages.Read(name)[..^3]).Reason);
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
    public void A_screen_that_a_frame_enlarges_must_be_within_the_limits()
    {
        var file = SampleImages.Read("seven-screen-96.gif");
        var frame = Array.IndexOf(file, (byte)0x2C, 13 + (3 << ((file[10] & 7) + 1)));
        (file[frame + 5], file[frame + 6]) = (0xFF, 0xFF);

        Assert.Equal(ImageRejection.SideTooLong, TestDecoder.Refuse(file).Reason);
    }
}
