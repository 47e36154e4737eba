using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Augmentation;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Data.Augmentation;

public class AugmenterTests
{
    private static readonly AugmentationConfig Everything = new()
    {
        Rotation = 10,
        Scale = 0.1,
        Shear = 0.1,
        Shift = 2,
        Elastic = 1,
        Thickness = 0.5,
        Gaps = 0.5,
        Blur = 0.5,
        Fading = 0.5,
        Specks = 0.5,
        Noise = 0.2,
    };

    [Fact]
    public void Nothing_asked_for_changes_nothing()
    {
        var images = Digits(10);

        new Augmenter(new AugmentationConfig()).Apply(images, seed: 1, epoch: 1, step: 1);

        Assert.Equal(Digits(10), images);
    }

    [Fact]
    public void What_it_does_depends_on_seed_epoch_and_step_alone()
    {
        Assert.Equal(Augmented(Everything, 1, 1, 1), Augmented(Everything, 1, 1, 1));
        Assert.NotEqual(Augmented(Everything, 1, 1, 1), Augmented(Everything, 2, 1, 1));
        Assert.NotEqual(Augmented(Everything, 1, 1, 1), Augmented(Everything, 1, 2, 1));
        Assert.NotEqual(Augmented(Everything, 1, 1, 1), Augmented(Everything, 1, 1, 2));
    }

    [Fact]
    public void Two_images_of_a_batch_are_changed_differently()
    {
        var twice = Digits(1).Concat(Digits(1)).ToArray();

        new Augmenter(Everything).Apply(twice, seed: 1, epoch: 1, step: 1);

        Assert.NotEqual(twice[..784], twice[784..]);
    }

    [Fact]
    public void Changed_pixels_stay_between_paper_and_ink()
    {
        var largest = new AugmentationConfig
        {
            Rotation = 45,
            Scale = 0.5,
            Shear = 0.5,
            Shift = 8,
            Elastic = 4,
            Thickness = 1,
            Gaps = 1,
            Blur = 0.8,
            Specks = 1,
            Noise = 0.5,
        };
        Assert.All(Augmented(largest, 1, 1, 1), pixel => Assert.InRange(pixel, 0f, 1f));
    }

    [Fact]
    public void Shifts_reach_their_bound_in_each_direction_and_no_further()
    {
        var shifts = Centres(new AugmentationConfig { Shift = 3 }, Dot(14, 14))
            .Select(centre => (X: centre.X - 14, Y: centre.Y - 14))
            .ToList();

        Assert.All(shifts, shift => Assert.True(Math.Abs(shift.X) <= 3.01 && Math.Abs(shift.Y) <= 3.01));
        Assert.True(shifts.Max(shift => shift.X) > 2.5 && shifts.Min(shift => shift.X) < -2.5);
        Assert.True(shifts.Max(shift => shift.Y) > 2.5 && shifts.Min(shift => shift.Y) < -2.5);
    }

    [Fact]
    public void Rotation_is_about_the_middle_up_to_its_bound_to_either_side()
    {
        var angles = Centres(new AugmentationConfig { Rotation = 20 }, Dot(23, 13.5f))
            .Select(centre => Math.Atan2(centre.Y - 13.5, centre.X - 13.5) * 180 / Math.PI)
            .ToList();

        Assert.All(angles, angle => Assert.InRange(angle, -20.5, 20.5));
        Assert.True(angles.Max() > 18 && angles.Min() < -18);
    }

    [Fact]
    public void Scale_grows_and_shrinks_within_its_bound()
    {
        var factors = Centres(new AugmentationConfig { Scale = 0.25 }, Dot(21.5f, 13.5f)).Select(centre => (centre.X - 13.5) / 8).ToList();

        Assert.All(factors, factor => Assert.InRange(factor, 1 / 1.25 - 0.03, 1.25 + 0.03));
        Assert.True(factors.Max() > 1.2 && factors.Min() < 1 / 1.2);
    }

    [Fact]
    public void Shear_moves_what_is_far_from_the_middle_row_sideways()
    {
        var offsets = Centres(new AugmentationConfig { Shear = 0.3 }, Dot(13.5f, 3.5f))
            .Select(centre => (X: centre.X - 13.5, Y: centre.Y - 3.5))
            .ToList();

        Assert.All(offsets, offset => Assert.True(Math.Abs(offset.X) <= 3.1 && Math.Abs(offset.Y) < 0.1));
        Assert.True(offsets.Max(offset => offset.X) > 2.5 && offsets.Min(offset => offset.X) < -2.5);
    }

    [Fact]
    public void Elastic_distortion_moves_neighbours_together()
    {
        var config = new AugmentationConfig { Elastic = 1.5 };
        var near = Centres(config, Dot(14, 14)).Zip(Centres(config, Dot(15, 14)), (a, b) => Math.Abs(b.X - a.X - 1)).Average();
        var moved = Centres(config, Dot(14, 14)).Average(centre => Math.Abs(centre.X - 14));

        Assert.InRange(moved, 0.2, 1.5);
        Assert.True(near < moved / 2, $"A neighbour moves {near} px against a dot that moves {moved} px.");
    }

    private static float[] Augmented(AugmentationConfig config, long seed, int epoch, int step)
    {
        var images = Digits(20);
        new Augmenter(config).Apply(images, seed, epoch, step);
        return images;
    }

    /// <summary>What becomes of an image in so many places of a batch.</summary>
    private static List<float[]> Changed(AugmentationConfig config, float[] image, int count)
    {
        var images = Enumerable.Repeat(image, count).SelectMany(pixels => pixels).ToArray();
        new Augmenter(config).Apply(images, seed: 1, epoch: 1, step: 1);
        return [.. images.Chunk(784)];
    }

    private static float[] Digits(int count)
    {
        var inputs = new float[count * ImageSet.PixelsPerImage];
        Preprocessing.ToUnitRange(SmallTraining.Dataset.Training.Slice(0, count).Pixels.Span, inputs);
        return inputs;
    }

    /// <summary>A soft dot, whose centre can be measured to a fraction of a pixel.</summary>
    private static float[] Dot(float x, float y) =>
        [.. Enumerable.Range(0, 784).Select(i => MathF.Exp(-((i % 28 - x) * (i % 28 - x) + (i / 28 - y) * (i / 28 - y)) / 3))];

    /// <summary>Where a dot is after each of 300 changes.</summary>
    private static List<(double X, double Y)> Centres(AugmentationConfig config, float[] dot)
    {
        var images = Enumerable.Range(0, 300).SelectMany(_ => dot).ToArray();
        new Augmenter(config).Apply(images, seed: 1, epoch: 1, step: 1);
        return [.. images.Chunk(784).Select(image => (
            image.Select((ink, i) => (double)ink * (i % 28)).Sum() / image.Sum(),
            image.Select((ink, i) => (double)ink * (i / 28)).Sum() / image.Sum()))];
    }
}
