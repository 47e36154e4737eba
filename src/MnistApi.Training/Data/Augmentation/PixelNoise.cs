namespace MnistApi.Training.Data.Augmentation;

/// <summary>Adds independent noise to every pixel.</summary>
internal static class PixelNoise
{
    /// <summary>
    /// Adds noise in place. The noise is the sum of four 16-bit numbers from one draw. That is close to a normal distribution and several
    /// times as fast.
    /// </summary>
    /// <param name="image">[28, 28], 0 to 1 before and after.</param>
    /// <param name="deviation">Standard deviation of the noise.</param>
    /// <param name="random">The source of the random numbers.</param>
    public static void Add(Span<float> image, float deviation, ref SeededRandom random)
    {
        var scale = deviation * MathF.Sqrt(3) / (1 << 16); // The standard deviation of the sum is 2^16 / sqrt(3).
        foreach (ref var pixel in image)
        {
            var bits = random.NextUInt64();
            var sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
            pixel = Math.Clamp(pixel + scale * ((float)sum - 2 * 0xFFFF), 0, 1);
        }
    }
}
