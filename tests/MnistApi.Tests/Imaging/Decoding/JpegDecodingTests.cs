using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class JpegDecodingTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Each_number_of_components_decodes_to_its_colors(int components, bool isProgressive)
    {
        int[][] levels = components switch
        {
            1 => [[0], [77], [200], [255]],
            3 => [[120, 128, 128], [90, 100, 180], [200, 160, 110], [255, 128, 128]],
            _ => [[255, 255, 255, 255], [200, 100, 50, 255], [255, 0, 255, 128], [80, 90, 100, 0]],
        };

        var file = HandMadeJpeg.Encode(29, 15, components, (column, row) => levels[(column + row) % 4], isProgressive);
        var raster = TestDecoder.Decode(file);

        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 29, 15), raster.Header);
        Assert.Null(raster.Alpha);
        foreach (var (column, row) in new[] { (0, 0), (1, 0), (2, 0), (3, 0), (0, 1), (3, 1) })
            PixelAssert.Close(ToRgb(levels[(column + row) % 4]), raster.Pixel(8 * column + 3, 8 * row + 3), tolerance: 2);
    }

    [Theory]
    [InlineData(400, 300, 200, 100)]
    [InlineData(400, 300, 100, 100)]
    [InlineData(4000, 80, 120, 100)]
    public void A_large_file_is_reduced(int width, int height, int maxSide, int least)
    {
        int[] Levels(int column, int row) => [8 * column < width / 2 ? 50 : 210];
        var file = HandMadeJpeg.Encode(width, height, 1, Levels, segments: HandMadeJpeg.Exif(6));

        var raster = TestDecoder.Instance.Decode(file, maxSide);

        var expectedWidth = (double)height * raster.Height / width;
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, height, width, IsRotated: true), raster.Header);
        Assert.InRange(raster.Height, least, maxSide);
        Assert.InRange(raster.Width, expectedWidth - 1, expectedWidth + 1);
        Assert.InRange(raster.Pixel(raster.Width / 2, raster.Height / 4).R, 49, 51);
        Assert.InRange(raster.Pixel(raster.Width / 2, 3 * raster.Height / 4).R, 209, 211);
    }

    [Fact]
    public void A_camera_file_with_subsampled_colors_decodes()
    {
        PixelAssert.Quadrants(TestDecoder.Decode(SampleImages.Jpeg), ImageFormat.Jpeg, hasAlpha: false, tolerance: 8);
    }

    private static (double R, double G, double B) ToRgb(int[] levels) => levels switch
    {
        [var gray] => (gray, gray, gray),
        [var y, var cb, var cr] => (y + 1.402 * (cr - 128), y - 0.344 * (cb - 128) - 0.714 * (cr - 128), y + 1.772 * (cb - 128)),
        _ => (levels[0] * levels[3] / 255.0, levels[1] * levels[3] / 255.0, levels[2] * levels[3] / 255.0),
    };
}
