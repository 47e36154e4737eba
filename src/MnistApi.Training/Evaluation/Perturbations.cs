using MnistApi.Training.Data;
using MnistApi.Training.Data.Augmentation;
using MnistApi.Training.Threads;

namespace MnistApi.Training.Evaluation;

/// <summary>Makes perturbed copies of images. The random numbers depend only on the condition and on the image's index.</summary>
internal static class Perturbations
{
    private const long Purpose = 0x0B57;

    private const int LargestShift = 3;         // pixels
    private const float LargestRotation = 15;   // degrees
    private const float LargestScaling = 0.2f;

    /// <summary>Half the way to erosion or dilation. Each of those moves both edges of a stroke by a pixel.</summary>
    private const float StrokeChange = 0.5f;

    /// <summary>
    /// A peak signal-to-noise ratio of 14 dB (20 log 1 / 0.2). The paper is visibly grainy, but people can read every digit. Photographs
    /// have less noise, even without noise reduction.
    /// </summary>
    private const float NoiseDeviation = 0.2f;

    /// <summary>Copies of all images under a condition.</summary>
    /// <returns>[N, 28, 28], 0 (paper) to 255 (ink).</returns>
    public static byte[] Of(ImageSet images, RobustnessCondition condition, CancellationToken token)
    {
        var pixels = images.Pixels.ToArray();
        if (condition == RobustnessCondition.Clean) return pixels;

        OwnThreads.For(images.Count, Environment.ProcessorCount, Perturb, token);
        return pixels;

        void Perturb(int i)
        {
            var random = new SeededRandom(Purpose, (long)condition, i);
            Change(pixels.AsSpan(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage), condition, ref random);
        }
    }

    private static void Change(Span<byte> pixels, RobustnessCondition condition, ref SeededRandom random)
    {
        Span<float> image = stackalloc float[ImageSet.PixelsPerImage];
        Preprocessing.ToUnitRange(pixels, image);
        switch (condition)
        {
            case RobustnessCondition.Shift:
                Warp.Apply(image, AffineMap.Shift(WholePixels(ref random), WholePixels(ref random)));
                break;
            case RobustnessCondition.Rotation:
                Warp.Apply(image, AffineMap.Rotation(random.NextSingle(-LargestRotation, LargestRotation)));
                break;
            case RobustnessCondition.Scale:
                Warp.Apply(image, AffineMap.Scaling(random.NextSingle(1 - LargestScaling, 1 + LargestScaling)));
                break;
            case RobustnessCondition.Thin:
                StrokeThickness.Change(image, -StrokeChange);
                break;
            case RobustnessCondition.Thick:
                StrokeThickness.Change(image, StrokeChange);
                break;
            case RobustnessCondition.Noise:
                PixelNoise.Add(image, NoiseDeviation, ref random);
                break;
            default:
                throw new InvalidOperationException($"Unknown condition {condition}.");
        }

        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)MathF.Round(Math.Clamp(image[i], 0, 1) * 255);
    }

    private static int WholePixels(ref SeededRandom random) => random.NextInt32(2 * LargestShift + 1) - LargestShift;
}
