namespace MnistApi.Training.Data.Augmentation;

/// <summary>Breaks strokes, like a pen without ink or a threshold that is too high.</summary>
internal static class StrokeGaps
{
    private const int MostGaps = 3;
    private const float LargestRadius = 1.5f;
    private const int Attempts = 40; // Most pixels are paper and cannot be the centre of a gap.

    /// <summary>Removes the ink from one to three discs in place. The centre of each disc is a pixel with ink.</summary>
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="random">The source of the random numbers.</param>
    public static void Cut(Span<float> image, ref SeededRandom random)
    {
        for (var left = 1 + random.NextInt32(MostGaps); left > 0; left--)
        {
            var radius = random.NextSingle(0.5f, LargestRadius);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var centre = random.NextInt32(ImageSet.PixelsPerImage);
                if (image[centre] < 0.5f) continue;
                Erase(image, centre % ImageSet.Side, centre / ImageSet.Side, radius);
                break;
            }
        }
    }

    private static void Erase(Span<float> image, int x, int y, float radius)
    {
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var (column, row) = (x + dx, y + dy);
                var isInside = (uint)column < ImageSet.Side && (uint)row < ImageSet.Side;
                if (isInside && dx * dx + dy * dy <= radius * radius) image[row * ImageSet.Side + column] = 0;
            }
        }
    }
}
