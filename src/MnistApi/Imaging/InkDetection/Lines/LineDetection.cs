using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>Finds nearly horizontal lines by the Hough transform. A page of noise therefore takes no longer than a page of lines.</summary>
internal static class LineDetection
{
    private const double SteepestSlope = 0.22; // 12 degrees
    private const int Slopes = 49;
    private const int MostLines = 80;
    private const float LeastContrast = 0.02f;
    private const float NoiseFactor = 2.5f;

    /// <summary>The lines, the clearest first. None of them crosses another.</summary>
    /// <param name="darkness">0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of noise on paper.</param>
    /// <param name="thickness">The thickness in pixels up to which something is a line.</param>
    /// <param name="covered">The share of the plane's width on which a line must be visible.</param>
    public static IReadOnlyList<RuledLine> Find(PixelPlane darkness, float noise, int thickness, double covered)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        var votes = Votes(ThinPixels(darkness, thickness, Math.Max(LeastContrast, NoiseFactor * noise)), width, height);
        var found = new List<RuledLine>();
        foreach (var i in Enumerable.Range(0, votes.Length).Where(i => votes[i] >= covered * width).OrderByDescending(i => votes[i]))
        {
            var line = new RuledLine(SlopeOf(i / height), i % height, width);
            if (found.TrueForAll(other => !line.Meets(other, thickness))) found.Add(line);
            if (found.Count == MostLines) break;
        }

        return found;
    }

    /// <summary>The pixels of dark things that are thin from top to bottom.</summary>
    private static List<(int X, int Y)> ThinPixels(PixelPlane darkness, int thickness, float threshold)
    {
        var opened = PlaneFilters.OpenRows(darkness.Transpose(), (thickness + 1) / 2).Transpose();
        var pixels = new List<(int X, int Y)>();
        for (var i = 0; i < darkness.Values.Length; i++)
            if (darkness.Values[i] - opened.Values[i] > threshold) pixels.Add((i % darkness.Width, i / darkness.Width));
        return pixels;
    }

    /// <returns>[slopes, height]: how many of the pixels are on each line.</returns>
    private static int[] Votes(List<(int X, int Y)> pixels, int width, int height)
    {
        var votes = new int[Slopes * height];
        for (var i = 0; i < Slopes; i++)
        {
            var line = new RuledLine(SlopeOf(i), 0, width);
            int[] shifts = [.. Enumerable.Range(0, width).Select(line.At)];
            var counts = votes.AsSpan(i * height, height);
            foreach (var (x, y) in pixels)
            {
                var middle = y - shifts[x];
                if (middle >= 0 && middle < height) counts[middle]++;
            }
        }

        return votes;
    }

    private static double SlopeOf(int i) => SteepestSlope * (2.0 * i / (Slopes - 1) - 1);
}
