namespace MnistApi.Imaging;

/// <summary>How many pixels have each of the 256 levels.</summary>
internal sealed class Histogram
{
    private readonly long[] _counts = new long[256];

    /// <summary>Number of pixels.</summary>
    public long Total { get; private set; }

    public static Histogram Of(ReadOnlySpan<byte> pixels)
    {
        var histogram = new Histogram();
        foreach (var level in pixels) histogram.Add(level);
        return histogram;
    }

    public void Add(byte level)
    {
        _counts[level]++;
        Total++;
    }

    /// <summary>The level with half of the pixels at or below it; 0 of none.</summary>
    public byte Median()
    {
        var (level, below) = (0, _counts[0]);
        while (2 * below < Total) below += _counts[++level];
        return (byte)level;
    }

    /// <summary>
    /// Splits the levels in two so that the variance between the halves is greatest (Otsu, "A threshold selection method from
    /// gray-level histograms", 1979). Where several splits are as good, as in the gap between two levels, the middle one.
    /// </summary>
    public Split Otsu()
    {
        double sum = 0, best = -1;
        for (var level = 0; level < 256; level++) sum += (double)level * _counts[level];

        var split = new Split(255, 0, 0);
        var (count, below, first) = (0L, 0.0, 0);
        for (var level = 0; level < 255; level++)
        {
            count += _counts[level];
            below += (double)level * _counts[level];
            if (count == 0 || count == Total) continue;

            double darkMean = below / count, lightMean = (sum - below) / (Total - count);
            var variance = (double)count * (Total - count) * (lightMean - darkMean) * (lightMean - darkMean);
            if (variance < best) continue;

            if (variance > best) first = level;
            best = variance;
            split = new Split((first + level) / 2, darkMean, lightMean);
        }

        return split;
    }
}

/// <summary>Two groups of levels.</summary>
/// <param name="Threshold">The highest level of the dark group.</param>
/// <param name="DarkMean">Mean level of the dark group.</param>
/// <param name="LightMean">Mean level of the light group.</param>
internal readonly record struct Split(int Threshold, double DarkMean, double LightMean)
{
    /// <summary>How far the groups are apart, 0 to 255; 0 where all pixels have one level.</summary>
    public double Contrast => LightMean - DarkMean;
}
