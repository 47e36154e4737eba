using MnistApi.Training.Configuration;

namespace MnistApi.Training.Data.Augmentation;

/// <summary>
/// Changes training images at random, as different handwriting would. The changes depend only on (seed, epoch, step) and the image's place
/// in the batch.
/// </summary>
/// <param name="config">The bounds of the changes.</param>
public sealed class Augmenter(AugmentationConfig config)
{
    private const long Purpose = 0xA06;

    /// <summary>Changes a batch in place.</summary>
    /// <param name="images">[N, 28, 28], 0 (paper) to 1 (ink).</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 1 in each epoch.</param>
    public void Apply(Span<float> images, long seed, int epoch, int step)
    {
        for (var i = 0; i < images.Length / ImageSet.PixelsPerImage; i++)
        {
            var random = new SeededRandom(seed, Purpose, epoch, step, i);
            Apply(images.Slice(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage), ref random);
        }
    }

    private void Apply(Span<float> image, ref SeededRandom random)
    {
        var (thickness, noise) = ((float)config.Thickness, (float)config.Noise);
        if (thickness > 0) StrokeThickness.Change(image, random.NextSingle(-thickness, thickness));
        if (random.Hits(config.Gaps)) StrokeGaps.Cut(image, ref random);
        Move(image, ref random);
        if (config.Blur > 0) GaussianBlur.Apply(image, random.NextSingle(0, (float)config.Blur));
        if (config.Fading > 0) Fade(image, random.NextSingle(0, (float)config.Fading));
        if (random.Hits(config.Specks)) InkSpecks.Add(image, ref random);
        if (noise > 0 && random.Hits(0.5)) PixelNoise.Add(image, random.NextSingle(0, noise), ref random);
    }

    /// <summary>Applies rotation, scaling, shear, shift and elastic distortion together.</summary>
    private void Move(Span<float> image, ref SeededRandom random)
    {
        var affine = AffineMap.Random(config, ref random);
        Warp.Apply(image, affine, config.Elastic > 0 ? new ElasticField((float)config.Elastic, ref random) : null);
    }

    private static void Fade(Span<float> image, float share)
    {
        foreach (ref var pixel in image) pixel *= 1 - share;
    }
}
