namespace MnistApi.Training.Data.Augmentation;

/// <summary>Breaks strokes, as a pen that fails or a threshold that is too high does.</summary>
internal static class StrokeGaps
{
    private const int MostGaps = 3;
    private const float LargestRadius = 1.5f;
    private const int Tries = 40; // Most pixels are paper, where there is nothing to break.

    /// <summary>Takes the ink from one to three discs, each about an inked pixel.</summary>
    /// <param name="image">[28, 28], 0 to 1.</param>
    public static void Cut(Span<float> image, ref SeededRandom random)
    {
        for (var left = 1 + random.NextInt32(MostGaps); left > 0; left--)
        {
            var radius = random.NextSingle(0.5f, LargestRadius);
            for (var attempt = 0; attempt < Tries; attempt++)
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
                if (dx * dx + dy * dy <= radius * radius && (uint)column < ImageSet.Side && (uint)row < ImageSet.Side) image[row * ImageSet.Side + column] = 0;
            }
        }
    }
}
