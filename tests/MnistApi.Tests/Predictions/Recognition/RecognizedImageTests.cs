using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Recognition;

namespace MnistApi.Tests.Predictions.Recognition;

/// <summary>Uploads that can be read in two ways, and uploads with several shapes.</summary>
public class RecognizedImageTests
{
    private static readonly DigitInk Ink = new(new InkBox(0, 0, 10, 20), 1, 0, 0, 2, 1, TouchesBorder: false);

    [Fact]
    public void A_model_sees_each_candidate_followed_by_its_other_shapes()
    {
        var pixels = RecognizedImage.PixelsOf([Image(1, 2) with { Alternatives = [Image(3, 4, 5)] }, Image(6)]);

        Assert.Equal([1, 2, 3, 4, 5, 6], pixels.Chunk(784).Select(image => image[0]));
    }

    [Fact]
    public void Each_upload_gets_the_predictions_of_its_own_images()
    {
        var images = RecognizedImage.Of(
            [Image(1, 2), Image(6), Image(7, 8, 9)],
            [Sure(0.1f), Sure(0.2f), Sure(0.3f), Sure(0.4f), Sure(0.5f), Sure(0.6f)]);

        Assert.Equal([0.1f, 0.3f, 0.4f], images.Select(image => image.Top.Confidence));
        Assert.Equal([[0.2f], [], [0.5f, 0.6f]], images.Select(image => image.Others.Select(other => other.Confidence)));
    }

    [Theory]
    [InlineData(0.6f, 0.9f, 3)]
    [InlineData(0.9f, 0.6f, 1)]
    [InlineData(0.85f, 0.95f, 1)]
    [InlineData(0.6f, 0.6f, 1)]
    [InlineData(float.NaN, float.NaN, 1)]
    public void The_first_candidate_with_enough_confidence_is_chosen_or_else_the_one_with_more_confidence(
        float first,
        float second,
        int expected)
    {
        var images = RecognizedImage.Of(
            [Image(1, 2) with { Alternatives = [Image(3)] }, Image(4)],
            [Sure(first), Sure(0.1f), Sure(second), Sure(0.7f)]);

        Assert.Equal(expected, images[0].Image.Pixels[0]);
        Assert.Equal(expected == 1 ? 1 : 0, images[0].Others.Count);
        Assert.Equal(0.7f, images[1].Top.Confidence);
    }

    /// <summary>An image identified by its first pixel, with other shapes identified in the same way.</summary>
    private static DigitImage Image(byte first, params byte[] others) =>
        new(Pixels(first), false, Ink) { Others = [.. others.Select(other => new OtherShape(Pixels(other), Ink))] };

    private static byte[] Pixels(byte first)
    {
        var pixels = new byte[784];
        pixels[0] = first;
        return pixels;
    }

    /// <summary>Ten probabilities, of which the first is the largest.</summary>
    private static float[] Sure(float confidence) =>
        [confidence, .. Enumerable.Repeat(float.IsNaN(confidence) ? confidence : (1 - confidence) / 100, 9)];
}
