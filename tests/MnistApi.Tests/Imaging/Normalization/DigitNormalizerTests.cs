using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Imaging.Rendering;
using MnistApi.Training.Data;

namespace MnistApi.Tests.Imaging.Normalization;

public sealed class DigitNormalizerTests
{
    [Fact]
    public void Every_MNIST_test_image_comes_back_from_its_png_byte_for_byte()
    {
        var test = RealMnist.Test;
        for (var i = 0; i < test.Count; i++)
        {
            var image = DigitNormalizer.FromUpload(TestDecoder.Decode(PngImage.Encode(test.Image(i), 28, 28)));

            Assert.True(test.Image(i).SequenceEqual(image.Pixels), $"Image {i} changed.");
            Assert.False(image.Inverted);
        }
    }

    [Fact]
    public void Every_MNIST_test_image_printed_black_on_white_is_inverted_back_byte_for_byte()
    {
        var test = RealMnist.Test;
        for (var i = 0; i < test.Count; i++)
        {
            var printed = test.Image(i).ToArray().Select(level => (byte)(255 - level)).ToArray();

            var image = DigitNormalizer.FromUpload(GrayRaster.Of(28, printed));

            Assert.True(test.Image(i).SequenceEqual(image.Pixels), $"Image {i} changed.");
            Assert.True(image.Inverted);
        }
    }

    [Fact]
    public void An_image_of_MNIST_that_was_enlarged_by_repeating_its_pixels_is_reduced_again()
    {
        var digit = RealMnist.Test.Image(0).ToArray();
        var levels = Enumerable.Range(0, 280 * 280).Select(i => digit[i / 280 / 10 * 28 + i % 280 / 10]);

        Assert.Equal(digit, DigitNormalizer.FromUpload(GrayRaster.Of(280, [.. levels])).Pixels);
    }

    [Fact]
    public void A_line_that_touches_the_digit_and_a_frame_that_it_crosses_are_not_part_of_it()
    {
        var one = new InkBox(95, 40, 10, 100);

        Assert.InRange(BoxOf(one, new InkBox(20, 140, 160, 3)).Width, 8, 12);
        InkBox[] frame = [new(60, 50, 80, 3), new(60, 127, 80, 3), new(60, 50, 3, 80), new(137, 50, 3, 80)];
        Assert.InRange(BoxOf([one, .. frame]).Width, 8, 12);

        static InkBox BoxOf(params InkBox[] bars)
        {
            var gray = new byte[200 * 200];
            gray.AsSpan().Fill(255);
            foreach (var bar in bars)
                for (var y = bar.Y; y < bar.Y + bar.Height; y++) gray.AsSpan(y * 200 + bar.X, bar.Width).Clear();
            return DigitNormalizer.FromUpload(GrayRaster.Of(200, gray)).Ink!.Box;
        }
    }

    [Theory]
    [InlineData(255, 0, true)]
    [InlineData(0, 255, false)]
    [InlineData(180, 90, true)] // pencil on gray paper
    [InlineData(60, 140, false)]
    [InlineData(110, 20, true)] // Paper and ink are both dark: the darker one is ink.
    [InlineData(140, 240, false)]
    public void Ink_is_found_whether_it_is_darker_or_lighter_than_its_paper(byte paper, byte ink, bool inverted)
    {
        var drawn = Bar(paper, ink);

        var image = DigitNormalizer.FromUpload(drawn);

        Assert.Equal(inverted, image.Inverted);
        Assert.Equal(new InkBox(X: 30, Y: 10, Width: 12, Height: 60), image.Ink?.Box);
        AssertAlike(MnistNormalization.Normalize(Bar(0, 255).ToGray(), 100, 80), image.Pixels);
    }

    [Fact]
    public void Noise_of_the_paper_is_removed_and_gray_edges_stay_gray()
    {
        var gray = Bar(paper: 235, ink: 20).ToGray();
        var random = new Random(3);
        for (var i = 0; i < gray.Length; i++) gray[i] = (byte)(gray[i] + random.Next(-15, 16));
        for (var y = 10; y < 70; y++) gray[y * 100 + 42] = 100; // an anti-aliased edge, two thirds of the ink

        var image = DigitNormalizer.FromUpload(GrayRaster.Of(100, gray));

        Assert.InRange(image.Ink!.Box.Width, 12, 14);
        Assert.InRange(image.Ink.Box.Height, 59, 61);
        // 12.63 of 60 pixels wide is 4.21 of 20.
        Assert.Equal(4.21 * 20, image.Pixels.Sum(level => level / 255.0), tolerance: 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(255)]
    public void Blank_paper_has_no_ink_and_no_box(byte gray)
    {
        var image = DigitNormalizer.FromUpload(GrayRaster.Of(40, Enumerable.Repeat(gray, 40 * 30).ToArray()));

        Assert.Equal(new byte[784], image.Pixels);
        Assert.Null(image.Ink?.Box);
        Assert.Equal(gray >= 128, image.Inverted);
    }

    [Fact]
    public void The_box_of_a_reduced_image_is_in_pixels_of_the_upload()
    {
        var raster = Bar(paper: 255, ink: 0);

        var image = DigitNormalizer.FromUpload(raster with { Header = raster.Header with { Width = 300, Height = 239 } });

        Assert.Equal(new InkBox(X: 90, Y: 30, Width: 36, Height: 180), image.Ink?.Box);
    }

    [Fact]
    public void Faint_noise_on_paper_is_not_ink()
    {
        var random = new Random(4);
        var noise = Enumerable.Range(0, 60 * 60).Select(_ => (byte)random.Next(215, 240)).ToArray();

        Assert.Null(DigitNormalizer.FromUpload(GrayRaster.Of(60, noise)).Ink?.Box);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2000)]
    [InlineData(2000, 1)]
    [InlineData(2, 3)]
    [InlineData(28, 28)]
    [InlineData(63, 5)]
    [InlineData(64, 64)]
    [InlineData(3, 700)]
    [InlineData(513, 40)]
    [InlineData(2048, 1000)]
    public void Any_pixels_become_an_image(int width, int height)
    {
        var random = new Random(width + height);
        byte[] noise = new byte[width * height], alpha = new byte[width * height];
        random.NextBytes(noise);
        random.NextBytes(alpha);
        byte[] stripes = [.. Enumerable.Range(0, width * height).Select(i => (byte)(255 * (i % 3 / 2)))];
        byte[] ramp = [.. Enumerable.Range(0, width * height).Select(i => (byte)i)];
        byte[][] grays = [noise, new byte[width * height], stripes, ramp];

        foreach (var gray in grays)
        {
            foreach (var transparency in new byte[]?[] { null, alpha, new byte[width * height] })
            {
                foreach (var mode in Enum.GetValues<NormalizationMode>())
                {
                    var image = DigitNormalizer.FromUpload(GrayRaster.Of(width, gray, transparency), mode);

                    Assert.Equal(784, image.Pixels.Length);
                    Assert.Equal(image.Ink is null, image.Pixels.All(pixel => pixel == 0));
                }
            }
        }
    }

    /// <summary>Edges may be a little softer than those of the drawing.</summary>
    internal static void AssertAlike(byte[] expected, byte[] actual) =>
        Assert.All(expected.Zip(actual), pixel => Assert.InRange(pixel.Second - pixel.First, -24, 24));

    private static ImageRaster Bar(byte paper, byte ink)
    {
        var gray = new byte[100 * 80];
        gray.AsSpan().Fill(paper);
        for (var y = 10; y < 70; y++) gray.AsSpan(y * 100 + 30, 12).Fill(ink);
        return GrayRaster.Of(100, gray);
    }
}
