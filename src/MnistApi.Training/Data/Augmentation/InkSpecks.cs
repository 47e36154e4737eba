namespace MnistApi.Training.Data.Augmentation;

/// <summary>Adds dots of ink anywhere, as dirt on paper and lens leaves them.</summary>
internal static class InkSpecks
{
    private const int MostSpecks = 3;

    /// <param name="image">[28, 28], 0 to 1.</param>
    public static void Add(Span<float> image, ref SeededRandom random)
    {
        for (var left = 1 + random.NextInt32(MostSpecks); left > 0; left--)
        {
            var (place, ink) = (random.NextInt32(ImageSet.PixelsPerImage - 1), random.NextSingle(0.3f, 1));
            image[place] = Math.Max(image[place], ink);
            if (random.NextInt32(2) == 0) image[place + 1] = Math.Max(image[place + 1], ink);
        }
    }
}
