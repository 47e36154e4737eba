using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

/// <summary>Files that break the letter of their format, that browsers show all the same. Both show the same seven, of 100x100 pixels.</summary>
public sealed class LenientFileTests
{
    [Theory]
    [InlineData("seven-no-trailer.gif")]
    [InlineData("seven.bmp")] // OS/2 2, with a header of 16 bytes
    public void Every_pixel_is_read(string name)
    {
        var raster = TestDecoder.Decode(SampleImages.Read(name));

        Assert.Equal((100, 100), (raster.Width, raster.Height));
        Assert.Equal(TestDecoder.Decode([.. SampleImages.Read("seven-no-trailer.gif"), 0x3B]).ToGray(), raster.ToGray());
    }

    [Theory]
    [InlineData("seven-no-trailer.gif")]
    [InlineData("seven.bmp")]
    public void A_file_that_ends_within_its_pixels_is_refused(string name)
    {
        var file = SampleImages.Read(name);

        Assert.Equal(ImageRejection.Corrupt, Assert.Throws<ImageRejectedException>(() => TestDecoder.Decode(file[..^2])).Reason);
    }
}
