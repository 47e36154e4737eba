using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Recognition;

namespace MnistApi.Tests.Predictions.Recognition;

/// <summary>Uploads that can be read in two ways, and uploads with several shapes.</summary>
public class ReadingTests
{
    private static readonly DigitInk Ink = new(new InkBox(0, 0, 10, 20), 1, 0, 0, 2, 1, TouchesBorder: false);

    [Fact]
    public void The_questions_are_each_way_to_see_an_image_followed_by_its_other_shapes()
    {
        var questions = Reading.Questions([Image(1, 2) with { Alternatives = [Image(3, 4, 5)] }, Image(6)]);

        Assert.Equal([1, 2, 3, 4, 5, 6], questions.Chunk(784).Select(image => image[0]));
    }

    [Fact]
    public void Each_upload_gets_the_answers_to_its_own_questions()
    {
        var readings = Reading.Of(
            [Image(1, 2), Image(6), Image(7, 8, 9)],
            [Sure(0.1f), Sure(0.2f), Sure(0.3f), Sure(0.4f), Sure(0.5f), Sure(0.6f)]);

        Assert.Equal([0.1f, 0.3f, 0.4f], readings.Select(reading => reading.Best.Confidence));
        Assert.Equal([[0.2f], [], [0.5f, 0.6f]], readings.Select(reading => reading.Others.Select(other => other.Confidence)));
    }

    [Theory]
    [InlineData(0.6f, 0.9f, 3)]
    [InlineData(0.9f, 0.6f, 1)]
    [InlineData(0.85f, 0.95f, 1)]
    [InlineData(0.6f, 0.6f, 1)]
    [InlineData(float.NaN, float.NaN, 1)]
    public void The_reading_is_the_first_way_that_the_model_is_sure_of_or_else_the_surer_one(
        float first,
        float second,
        int expected)
    {
        var readings = Reading.Of(
            [Image(1, 2) with { Alternatives = [Image(3)] }, Image(4)],
            [Sure(first), Sure(0.1f), Sure(second), Sure(0.7f)]);

        Assert.Equal(expected, readings[0].Image.Pixels[0]);
        Assert.Equal(expected == 1 ? 1 : 0, readings[0].Others.Count);
        Assert.Equal(0.7f, readings[1].Best.Confidence);
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
