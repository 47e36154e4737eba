using MnistApi.Training.Evaluation.Slices;

namespace MnistApi.Training.Tests.Evaluation.Slices;

public class ImageTraitsTests
{
    private const int Side = 28;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_bar_is_as_wide_as_its_area_over_half_its_outline(int width)
    {
        var traits = ImageTraits.Of(Draw((x, y) => x >= 12 && x < 12 + width && y is >= 4 and < 24));

        Assert.Equal(2.0 * width * 20 / (2 * width + 2 * 20), traits.StrokeWidth, 0.05);
        Assert.Equal(0, traits.Slant, 1e-9);
        Assert.Equal(width * 20, traits.Size);
    }

    [Fact]
    public void Paler_ink_has_the_same_width()
    {
        var dark = Draw((x, y) => x is >= 12 and < 15 && y is >= 4 and < 24);
        byte[] pale = [.. dark.Select(ink => (byte)(ink / 5))];

        Assert.Equal(ImageTraits.Of(dark).StrokeWidth, ImageTraits.Of(pale).StrokeWidth, 1e-9);
    }

    [Theory]
    [InlineData(0.5, 26.6)]
    [InlineData(-0.5, -26.6)]
    public void A_bar_that_leans_to_the_right_has_a_positive_slant(double shear, double degrees)
    {
        var traits = ImageTraits.Of(Draw((x, y) => y is >= 4 and < 24 && Math.Abs(x - 14 - shear * (14 - y)) < 1.5));

        Assert.Equal(degrees, traits.Slant, 1.0);
    }

    [Fact]
    public void An_empty_image_has_no_traits() => Assert.Equal(default, ImageTraits.Of(new byte[Side * Side]));

    private static byte[] Draw(Func<int, int, bool> isInk) =>
        [.. Enumerable.Range(0, Side * Side).Select(i => isInk(i % Side, i / Side) ? (byte)255 : (byte)0)];
}
