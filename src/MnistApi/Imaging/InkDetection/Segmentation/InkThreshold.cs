using System.Numerics;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>The two hysteresis thresholds that separate ink from paper. All values are darkness, 0 to 1.</summary>
/// <param name="High">The least darkness of a pixel that is ink by itself.</param>
/// <param name="Low">The least darkness of a pixel that is ink if it touches ink.</param>
/// <param name="StrokeDarkness">The mean darkness of ink.</param>
internal readonly record struct InkThreshold(float High, float Low, float StrokeDarkness)
{
    private const int Bins = 256;
    private const float LowShare = 0.6f; // share of the high threshold
    private const float NoiseFactor = 4;
    private const float LowNoiseFactor = 3;

    /// <summary>
    /// Computes Otsu's threshold ("A threshold selection method from gray-level histograms", 1979) over the pixels at edges, each weighted
    /// by its squared gradient. Ink and paper are about equally frequent there, even if the page has little writing, and the faint lines of
    /// squared paper have little weight.
    /// </summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of the noise on the paper.</param>
    /// <returns>The thresholds; 1, 1 and 0 if no edge is stronger than the noise.</returns>
    public static InkThreshold Of(PixelPlane darkness, float noise)
    {
        var histogram = Histogram(darkness, noise);
        if (histogram.Sum() == 0) return new InkThreshold(1, 1, 0);

        var (high, ink) = Split(histogram);
        high = Math.Max(high, NoiseFactor * noise);
        var low = Math.Max(LowShare * high, Math.Min(high, LowNoiseFactor * noise));
        return new InkThreshold(high, low, Math.Max(ink, high));
    }

    /// <summary>Adds each pixel at an edge, with the darkest and the lightest of its four neighbors, to a histogram.</summary>
    /// <returns>[256], the sum of squared gradients for each darkness.</returns>
    private static double[] Histogram(PixelPlane darkness, float noise)
    {
        var histogram = new double[Bins];
        var least = Math.Max(float.Epsilon, 4 * NoiseFactor * noise * noise);
        for (var y = 1; y < darkness.Height - 1; y++)
        {
            ReadOnlySpan<float> aboveRow = darkness.Row(y - 1), row = darkness.Row(y), belowRow = darkness.Row(y + 1);
            for (var x = 1; x < row.Length - 1; x++)
            {
                while (x + Vector<float>.Count < row.Length && IsFlat(aboveRow, row, belowRow, x, least)) x += Vector<float>.Count;
                if (x >= row.Length - 1) break;
                var (left, right, above, below) = (row[x - 1], row[x + 1], aboveRow[x], belowRow[x]);
                var squaredGradient = (right - left) * (right - left) + (below - above) * (below - above);
                if (squaredGradient < least) continue;
                histogram[Bin(row[x])] += squaredGradient;
                histogram[Bin(Math.Max(Math.Max(left, right), Math.Max(above, below)))] += squaredGradient;
                histogram[Bin(Math.Min(Math.Min(left, right), Math.Min(above, below)))] += squaredGradient;
            }
        }

        return histogram;
    }

    /// <summary>Whether a vector of pixels has no edge. Most of a page has none.</summary>
    private static bool IsFlat(ReadOnlySpan<float> above, ReadOnlySpan<float> row, ReadOnlySpan<float> below, int x, float least)
    {
        var across = new Vector<float>(row[(x + 1)..]) - new Vector<float>(row[(x - 1)..]);
        var down = new Vector<float>(below[x..]) - new Vector<float>(above[x..]);
        return Vector.LessThanAll(across * across + down * down, new Vector<float>(least));
    }

    private static int Bin(float darkness) => Math.Min(float.ConvertToIntegerNative<int>(darkness * Bins), Bins - 1);

    /// <summary>Finds the threshold with the greatest variance between the two classes.</summary>
    /// <returns>The threshold, halfway between the means of the classes, and the mean of the darker class.</returns>
    private static (float Threshold, float Ink) Split(double[] histogram)
    {
        double total = histogram.Sum(), sum = 0, below = 0, count = 0, best = -1;
        for (var i = 0; i < Bins; i++) sum += histogram[i] * i;
        var (threshold, ink) = (1f, 1f);
        for (var i = 0; i < Bins - 1; i++)
        {
            count += histogram[i];
            below += histogram[i] * i;
            if (count <= 0 || count >= total) continue;
            double paperMean = below / count, inkMean = (sum - below) / (total - count);
            var variance = count * (total - count) * (inkMean - paperMean) * (inkMean - paperMean);
            if (variance <= best) continue;
            best = variance;
            threshold = (float)((paperMean + inkMean) / 2 + 0.5) / Bins;
            ink = (float)(inkMean + 0.5) / Bins;
        }

        return (threshold, ink);
    }
}
