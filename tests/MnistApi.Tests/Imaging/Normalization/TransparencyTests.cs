using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Training.Data;

namespace MnistApi.Tests.Imaging.Normalization;

public sealed class TransparencyTests
{
    private const int Width = 90, Height = 80;

    private static readonly byte[] Seven = Draw(paper: 0, ink: 255);

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(255, false)]
    [InlineData(200, false)]
    public void A_transparent_ground_is_paper_and_the_drawing_on_it_is_ink(byte ink, bool inverted)
    {
        // Transparent pixels are black in the file, as most programs write them.
        var image = DigitNormalizer.FromUpload(GrayRaster.Of(Width, Draw(paper: 0, ink), alpha: Seven));

        Assert.Equal(inverted, image.Inverted);
        DigitNormalizerTests.AssertAlike(MnistNormalization.Normalize(Seven, Width, Height), image.Pixels);
    }

    [Fact]
    public void Ink_that_fills_its_whole_box_is_still_ink()
    {
        var bar = new byte[Width * Height];
        for (var y = 10; y < 70; y++) bar.AsSpan(y * Width + 30, 8).Fill(255);

        var image = DigitNormalizer.FromUpload(GrayRaster.Of(Width, new byte[Width * Height], alpha: bar));

        Assert.True(image.Inverted);
        Assert.Equal(new InkBox(30, 10, 8, 60), image.Ink?.Box);
    }

    [Fact]
    public void Dark_ink_with_light_fringes_on_a_transparent_ground_is_dark_ink()
    {
        // Some programs erase a white ground but not the grays between ink and ground.
        var (gray, alpha) = (new byte[Width * Height], Seven.ToArray());
        for (var y = 22; y < 70; y++) (gray[y * Width + 61 - (y - 12) / 2], alpha[y * Width + 61 - (y - 12) / 2]) = (210, 255);

        var image = DigitNormalizer.FromUpload(GrayRaster.Of(Width, gray, alpha));

        Assert.True(image.Inverted);
        DigitNormalizerTests.AssertAlike(MnistNormalization.Normalize(Seven, Width, Height), image.Pixels);
    }

    [Fact]
    public void A_card_with_a_transparent_margin_has_its_own_paper()
    {
        var alpha = new byte[Width * Height];
        for (var y = 4; y < Height - 4; y++) alpha.AsSpan(y * Width + 4, Width - 8).Fill(255);

        var image = DigitNormalizer.FromUpload(GrayRaster.Of(Width, Draw(paper: 250, ink: 10), alpha));

        Assert.True(image.Inverted);
        DigitNormalizerTests.AssertAlike(MnistNormalization.Normalize(Seven, Width, Height), image.Pixels);
    }

    [Fact]
    public void Half_transparent_edges_become_gray()
    {
        var alpha = Seven.ToArray();
        for (var x = 20; x < 70; x++) alpha[22 * Width + x] = Math.Max(alpha[22 * Width + x], (byte)160); // a row below the bar

        var image = DigitNormalizer.FromUpload(GrayRaster.Of(Width, new byte[Width * Height], alpha));

        var expected = MnistNormalization.Normalize(alpha, Width, Height);
        DigitNormalizerTests.AssertAlike(expected, image.Pixels);
    }

    [Fact]
    public void An_image_with_nothing_visible_is_blank()
    {
        var image = DigitNormalizer.FromUpload(GrayRaster.Of(Width, Draw(paper: 0, ink: 255), alpha: new byte[Width * Height]));

        Assert.Equal(new byte[784], image.Pixels);
        Assert.Null(image.Ink?.Box);
    }

    [Fact]
    public void A_transparent_image_that_is_placed_as_those_of_MNIST_stays_as_it_is()
    {
        var alpha = new byte[784];
        for (var y = 4; y < 24; y++) (alpha[y * 28 + 13], alpha[y * 28 + 14]) = (255, 240);

        var image = DigitNormalizer.FromUpload(GrayRaster.Of(28, new byte[784], alpha));

        Assert.Equal(alpha, image.Pixels);
        Assert.True(image.Inverted);
    }

    /// <summary>A seven: a bar and a slanted stroke.</summary>
    private static byte[] Draw(byte paper, byte ink)
    {
        var gray = new byte[Width * Height];
        gray.AsSpan().Fill(paper);
        for (var y = 12; y < 70; y++)
        {
            var slanted = 62 - (y - 12) / 2;
            if (y < 22) gray.AsSpan(y * Width + 20, 50).Fill(ink);
            else gray.AsSpan(y * Width + slanted, 9).Fill(ink);
        }

        return gray;
    }
}
