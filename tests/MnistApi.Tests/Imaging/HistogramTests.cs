using MnistApi.Imaging;

namespace MnistApi.Tests.Imaging;

public sealed class HistogramTests
{
    [Fact]
    public void Two_levels_are_split_half_way()
    {
        var split = Histogram.Of([10, 10, 10, 10, 10, 200]).Otsu();

        Assert.Equal(new Split(Threshold: 104, DarkMean: 10, LightMean: 200), split);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(77)]
    [InlineData(255)]
    public void One_level_has_no_contrast(byte level)
    {
        Assert.Equal(0, Histogram.Of([level, level]).Otsu().Contrast);
    }

    [Fact]
    public void Nothing_has_no_contrast_and_the_median_0()
    {
        var nothing = Histogram.Of([]);

        Assert.Equal(0, nothing.Otsu().Contrast);
        Assert.Equal(0, nothing.Median());
    }

    [Theory]
    [InlineData(new byte[] { 255 }, 255)]
    [InlineData(new byte[] { 3, 1, 2 }, 2)]
    [InlineData(new byte[] { 9, 9, 200, 201 }, 9)]
    public void The_median_is_the_level_with_half_of_the_pixels_at_or_below_it(byte[] levels, int median)
    {
        Assert.Equal(median, Histogram.Of(levels).Median());
    }
}
