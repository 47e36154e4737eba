using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>
/// Finds nearly horizontal lines with the Hough transform. Its time does not depend on the number of lines, so a page of noise takes no
/// longer than a page of lines.
/// </summary>
internal static class LineDetection
{
    private const double SteepestSlope = 0.22; // 12 degrees
    private const int Slopes = 49;
    private const int MaxLines = 80;
    private const float MinContrast = 0.02f;
    private const float NoiseFactor = 2.5f;

    /// <summary>Returns the lines, the clearest one first. No line crosses another.</summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of the noise on the paper.</param>
    /// <param name="thickness">The greatest thickness of a line in pixels.</param>
    /// <param name="coverage">The share of the plane's width over which a line must be visible, 0 to 1.</param>
    public static IReadOnlyList<RuledLine> Find(PixelPlane darkness, float noise, int thickness, double coverage)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        var thin = ThinPixels(darkness, thickness, Math.Max(MinContrast, NoiseFactor * noise));
        var found = new List<RuledLine>();
        if (thin.Count < coverage * width) return found; // Not enough for the shortest line.

        var votes = Votes(thin, width, height);
        foreach (var i in IndicesFrom((int)Math.Ceiling(coverage * width), votes).OrderByDescending(i => votes[i]))
        {
            var line = new RuledLine(SlopeOf(i / height), i % height, width);
            if (found.TrueForAll(other => !line.Meets(other, thickness))) found.Add(line);
            if (found.Count == MaxLines) break;
        }

        return found;
    }

    /// <summary>Returns the pixels that a vertical opening removes: those of dark shapes no thicker than a line.</summary>
    private static List<(int X, int Y)> ThinPixels(PixelPlane darkness, int thickness, float threshold)
    {
        using var opened = PlaneFilters.OpenColumns(darkness, (thickness + 1) / 2);
        var pixels = new List<(int X, int Y)>();
        for (var y = 0; y < darkness.Height; y++)
        {
            ReadOnlySpan<float> row = darkness.Row(y), openedRow = opened.Row(y);
            for (var x = 0; x < row.Length; x++)
                if (row[x] - openedRow[x] > threshold) pixels.Add((x, y));
        }

        return pixels;
    }

    /// <summary>Counts the pixels on each line.</summary>
    /// <returns>[slope, height at the middle of the plane].</returns>
    private static int[] Votes(List<(int X, int Y)> pixels, int width, int height)
    {
        var votes = new int[Slopes * height];
        var shifts = new int[width];
        for (var i = 0; i < Slopes; i++)
        {
            var line = new RuledLine(SlopeOf(i), 0, width);
            for (var x = 0; x < width; x++) shifts[x] = line.YAt(x);
            var counts = votes.AsSpan(i * height, height);
            foreach (var (x, y) in pixels)
            {
                var middle = y - shifts[x];
                if (middle >= 0 && middle < height) counts[middle]++;
            }
        }

        return votes;
    }

    private static List<int> IndicesFrom(int least, int[] votes)
    {
        var indices = new List<int>();
        for (var i = 0; i < votes.Length; i++)
            if (votes[i] >= least) indices.Add(i);
        return indices;
    }

    private static double SlopeOf(int i) => SteepestSlope * (2.0 * i / (Slopes - 1) - 1);
}
