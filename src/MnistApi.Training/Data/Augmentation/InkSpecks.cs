namespace MnistApi.Training.Data.Augmentation;

/// <summary>Adds specks of ink, like dirt on the paper or on the lens.</summary>
internal static class InkSpecks
{
    private const int MostSpecks = 3;

    /// <summary>Adds one to three specks in place.</summary>
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="random">The source of the random numbers.</param>
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
