using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>The darkness from which pixels are ink, 0 to 1.</summary>
/// <param name="Level">The darkness of the edge between paper and ink.</param>
/// <param name="Faint">The least darkness of pixels that count as ink because they touch ink.</param>
/// <param name="Core">The darkness in the middle of strokes.</param>
internal readonly record struct InkThreshold(float Level, float Faint, float Core)
{
    private const int Bins = 256;
    private const float FaintShare = 0.6f;
    private const float NoiseFactor = 4;
    private const float FaintNoiseFactor = 3;

    /// <summary>
    /// Otsu's threshold over pixels at edges, each weighted by the square of its gradient. There, ink and paper are about equally frequent,
    /// however little of the page is written on, and the faint lines of squared paper count little.
    /// </summary>
    /// <param name="darkness">0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of noise on paper.</param>
    public static InkThreshold Of(PixelPlane darkness, float noise)
    {
        var histogram = Histogram(darkness, noise);
        if (histogram.Sum() == 0) return new InkThreshold(1, 1, 0);

        var (level, core) = Split(histogram);
        level = Math.Max(level, NoiseFactor * noise);
        return new InkThreshold(level, Math.Max(FaintShare * level, Math.Min(level, FaintNoiseFactor * noise)), Math.Max(core, level));
    }

    /// <summary>Counts each pixel at an edge together with the darkest and the lightest of its four neighbors.</summary>
    private static double[] Histogram(PixelPlane darkness, float noise)
    {
        var histogram = new double[Bins];
        for (var y = 1; y < darkness.Height - 1; y++)
        {
            for (var x = 1; x < darkness.Width - 1; x++)
            {
                var (left, right, above, below) = (darkness[x - 1, y], darkness[x + 1, y], darkness[x, y - 1], darkness[x, y + 1]);
                var gradient = (right - left) * (right - left) + (below - above) * (below - above);
                if (gradient < 4 * NoiseFactor * noise * noise) continue;
                histogram[Bin(darkness[x, y])] += gradient;
                histogram[Bin(Math.Max(Math.Max(left, right), Math.Max(above, below)))] += gradient;
                histogram[Bin(Math.Min(Math.Min(left, right), Math.Min(above, below)))] += gradient;
            }
        }

        return histogram;
    }

    private static int Bin(float darkness) => Math.Clamp((int)(darkness * Bins), 0, Bins - 1);

    private static (float Level, float Core) Split(double[] histogram)
    {
        double total = histogram.Sum(), sum = 0, below = 0, count = 0, best = -1;
        for (var i = 0; i < Bins; i++) sum += histogram[i] * i;
        var (level, core) = (1f, 1f);
        for (var i = 0; i < Bins - 1; i++)
        {
            count += histogram[i];
            below += histogram[i] * i;
            if (count <= 0 || count >= total) continue;
            double low = below / count, high = (sum - below) / (total - count);
            var variance = count * (total - count) * (high - low) * (high - low);
            if (variance <= best) continue;
            best = variance;
            level = (float)((low + high) / 2 + 0.5) / Bins;
            core = (float)(high + 0.5) / Bins;
        }

        return (level, core);
    }
}
