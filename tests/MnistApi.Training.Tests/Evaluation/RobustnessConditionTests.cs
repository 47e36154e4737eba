using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Tests.Evaluation;

/// <summary>What the conditions do to images, told by networks that measure ink in a region.</summary>
public class RobustnessConditionTests
{
    private const int Count = 2000;

    [Fact]
    public void Shifts_are_up_to_three_pixels_all_equally_often()
    {
        var dot = Drawn((x, y) => (x, y) == (14, 14));

        Assert.Equal(1, ShareAbove(0.99f, RobustnessCondition.Shift, dot, (x, y) => x is >= 11 and <= 17 && y is >= 11 and <= 17));
        foreach (var (left, top) in new[] { (11, 11), (14, 14), (17, 17), (11, 17) })
            Assert.Equal(1 / 49.0, ShareAbove(0.99f, RobustnessCondition.Shift, dot, (x, y) => (x, y) == (left, top)), 0.015);
    }

    [Fact]
    public void Rotations_are_up_to_fifteen_degrees_about_the_middle()
    {
        // Twelve pixels to the right of the middle: 12 sin 15° = 3.1 up or down at most, 12 sin 7.5° = 1.6 or more half of the times.
        var dot = Drawn((x, y) => x is 25 or 26 && y is 13 or 14);

        Assert.Equal(1, ShareAbove(3.9f, RobustnessCondition.Rotation, dot, (_, y) => y is >= 9 and <= 18));
        Assert.InRange(ShareAbove(3.9f, RobustnessCondition.Rotation, dot, (_, y) => y is >= 12 and <= 15), 0.1, 0.5);
        Assert.Equal(0.5, ShareAbove(2f, RobustnessCondition.Rotation, dot, (_, y) => y >= 14), 0.04);
        Assert.Equal(
            1,
            ShareAbove(
                3.9f,
                RobustnessCondition.Rotation,
                Drawn((x, y) => x is 13 or 14 && y is 13 or 14),
                (x, y) => x is >= 12 and <= 15 && y is >= 12 and <= 15));
    }

    [Fact]
    public void Scales_are_from_0_8_to_1_2()
    {
        var square = Drawn((x, y) => x is >= 9 and <= 18 && y is >= 9 and <= 18); // 100 pixels, of which a scale makes its square.

        Assert.Equal(1, ShareAbove(62, RobustnessCondition.Scale, square));
        Assert.Equal(0.75, ShareAbove(81, RobustnessCondition.Scale, square), 0.05);
        Assert.Equal(0.5, ShareAbove(100, RobustnessCondition.Scale, square), 0.05);
        Assert.Equal(0.25, ShareAbove(121, RobustnessCondition.Scale, square), 0.05);
        Assert.Equal(0, ShareAbove(146, RobustnessCondition.Scale, square));
    }

    [Theory]
    [InlineData(RobustnessCondition.Clean, 60)]
    [InlineData(RobustnessCondition.Thin, 39)]  // Three pixels wide become two, and the ends half as dark.
    [InlineData(RobustnessCondition.Thick, 83)] // Three become four, and the ends grow by half a pixel.
    public void Strokes_become_a_pixel_thinner_or_thicker(RobustnessCondition condition, float ink)
    {
        var bar = Drawn((x, y) => x is >= 12 and <= 14 && y is >= 4 and <= 23);

        Assert.Equal(1, ShareAbove(ink - 0.5f, condition, bar));
        Assert.Equal(0, ShareAbove(ink + 0.5f, condition, bar));
    }

    [Fact]
    public void Noise_has_a_deviation_of_a_fifth_of_full_ink_and_stays_within_paper_and_ink()
    {
        // Of a normal distribution 30.9 % are above half a deviation, 15.9 % above one.
        Assert.Equal(0.309, ShareAbove(0.1f, RobustnessCondition.Noise, Drawn((_, _) => false), (x, y) => (x, y) == (3, 20)), 0.035);
        Assert.Equal(0.159, ShareAbove(0.2f, RobustnessCondition.Noise, Drawn((_, _) => false), (x, y) => (x, y) == (3, 20)), 0.03);
        Assert.Equal(0, ShareAbove(1, RobustnessCondition.Noise, Drawn((_, _) => true), (x, y) => (x, y) == (3, 20)));
    }

    private static byte[] Drawn(Func<int, int, bool> isInk) =>
        [.. Enumerable.Range(0, ImageSet.PixelsPerImage).Select(i => isInk(i % ImageSet.Side, i / ImageSet.Side) ? (byte)255 : (byte)0)];

    /// <summary>The share of copies of an image that have more ink in a region than so many pixels' full.</summary>
    private static double ShareAbove(float ink, RobustnessCondition condition, byte[] image, Func<int, int, bool>? region = null)
    {
        // The logit of 1 is ink in the region minus the threshold, all others are 0.
        var config = new NetworkConfig { Kind = NetworkKind.SoftmaxRegression };
        bool IsInRegion(int pixel) => region is null || region(pixel % ImageSet.Side, pixel / ImageSet.Side);
        using var network = NeuralNetwork.Restore(config, new Dictionary<string, float[]>
        {
            ["output.weight"] = [.. Enumerable.Range(0, 7840).Select(i => i % 10 == 1 && IsInRegion(i / 10) ? 1f : 0f)],
            ["output.bias"] = [0, -ink, 0, 0, 0, 0, 0, 0, 0, 0],
        });
        var images = new ImageSet(
            Enumerable.Repeat(image, Count).SelectMany(pixels => pixels).ToArray(), Enumerable.Repeat((byte)1, Count).ToArray());
        return RobustnessTable.Measure(network, images).Single(result => result.Condition == condition).Accuracy;
    }
}
