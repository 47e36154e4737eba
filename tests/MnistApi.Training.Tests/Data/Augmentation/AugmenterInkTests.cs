using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Augmentation;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Data.Augmentation;

public class AugmenterInkTests
{
    [Fact]
    public void Strokes_become_thicker_and_thinner()
    {
        var ink = Digits(1).Sum();
        var inks = Enumerable.Range(1, 100).Select(step =>
        {
            var image = Digits(1);
            new Augmenter(new AugmentationConfig { Thickness = 0.5 }).Apply(image, seed: 1, epoch: 1, step);
            return image.Sum() / ink;
        }).ToList();

        Assert.True(inks.Max() > 1.2 && inks.Min() < 0.8);
        Assert.InRange(inks.Average(), 0.9, 1.2);
    }

    [Fact]
    public void Gaps_take_ink_from_the_given_share_of_the_images_and_add_none()
    {
        var before = Digits(1);
        var broken = Changed(new AugmentationConfig { Gaps = 0.3 }, before, 1000).Where(image => !image.SequenceEqual(before)).ToList();

        Assert.InRange(broken.Count, 240, 360);
        Assert.All(broken, image => Assert.All(image.Zip(before), pixel => Assert.True(pixel.First == pixel.Second || pixel.First == 0)));
        Assert.All(broken, image => Assert.InRange(image.Zip(before).Count(pixel => pixel.First != pixel.Second), 1, 27));
    }

    [Fact]
    public void Blur_spreads_a_point_evenly_up_to_its_deviation_and_keeps_the_ink()
    {
        var point = new float[784];
        point[14 * 28 + 14] = 1;
        var deviations = Changed(new AugmentationConfig { Blur = 0.6 }, point, 300).Select(image =>
        {
            Assert.Equal(1, image.Sum(), 1e-5);
            return Math.Sqrt(image.Select((ink, i) => ink * Math.Pow(i % 28 - 14, 2)).Sum());
        }).ToList();

        Assert.InRange(deviations.Min(), 0, 0.05);
        Assert.InRange(deviations.Max(), 0.55, 0.6);
    }

    [Fact]
    public void Blur_at_the_edge_reads_paper_beyond_it()
    {
        var full = Enumerable.Repeat(1f, 784).ToArray();

        var image = Changed(new AugmentationConfig { Blur = 0.6 }, full, 50).MinBy(image => image[0])!;

        Assert.True(image[0] < image[1] && image[1] < 1 && Math.Abs(image[14 * 28 + 14] - 1) < 1e-6);
        Assert.Equal([image[0], image[0], image[0]], [image[27], image[27 * 28], image[783]]);
    }

    [Fact]
    public void Fading_takes_the_same_share_from_every_pixel()
    {
        var before = Digits(1);
        var shares = Changed(new AugmentationConfig { Fading = 0.4 }, before, 300).Select(image =>
        {
            var ratios = image.Zip(before).Where(pixel => pixel.Second > 0).Select(pixel => pixel.First / pixel.Second).ToList();
            Assert.Equal(ratios.Min(), ratios.Max(), 1e-5);
            return 1 - ratios[0];
        }).ToList();

        Assert.InRange(shares.Min(), 0, 0.02);
        Assert.InRange(shares.Max(), 0.38, 0.4);
    }

    [Fact]
    public void Specks_add_a_few_pixels_to_the_given_share_of_the_images_and_take_no_ink()
    {
        var before = Digits(1);
        var dirty = Changed(new AugmentationConfig { Specks = 0.3 }, before, 1000).Where(image => !image.SequenceEqual(before)).ToList();

        Assert.InRange(dirty.Count, 240, 360);
        Assert.All(dirty, image => Assert.InRange(image.Zip(before).Count(pixel => pixel.First > pixel.Second), 1, 6));
        Assert.All(dirty, image => Assert.All(image.Zip(before), pixel => Assert.InRange(pixel.First, pixel.Second, 1f)));
    }

    [Fact]
    public void Noise_is_on_half_the_images_with_mean_zero_and_up_to_its_deviation()
    {
        var gray = Enumerable.Repeat(0.5f, 784).ToArray();
        var noise = Changed(new AugmentationConfig { Noise = 0.1 }, gray, 1000)
            .Where(image => !image.SequenceEqual(gray))
            .Select(image => image.Select(pixel => pixel - 0.5).ToArray())
            .ToList();
        var deviations = noise.Select(pixels => Math.Sqrt(pixels.Average(pixel => pixel * pixel))).ToList();

        Assert.InRange(noise.Count, 430, 570);
        Assert.InRange(noise.Average(pixels => pixels.Average()), -0.001, 0.001);
        Assert.InRange(deviations.Max(), 0.09, 0.11);
        Assert.InRange(deviations.Average(), 0.045, 0.055);
        Assert.InRange(noise.Average(pixels => pixels.Zip(pixels.Skip(1), (a, b) => a * b).Average()), -0.0005, 0.0005);
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
}
