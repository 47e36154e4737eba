namespace MnistApi.Imaging.Ink;

/// <summary>Finds the lines of ruled and squared paper and takes them away; where writing crosses them it stays.</summary>
internal static class RuledLines
{
    private const double ThicknessShare = 0.022; // of the longer side: anything thicker is writing
    private const double SteepestSlope = 0.22;   // 12 degrees
    private const int Slopes = 49;
    private const double Covered = 0.5;          // of the way across the image that a line must be seen
    private const int FewestLines = 2;
    private const float Darker = 1.5f;           // than a line: writing on it
    private const float Tolerance = 0.03f;
    private const double LeastWriting = 0.001;   // of all pixels

    /// <summary>The darkness without the lines, or the same plane where there are none.</summary>
    /// <param name="darkness">0 (paper) to 1.</param>
    /// <param name="noise">Its standard deviation on paper.</param>
    public static Plane Remove(Plane darkness, float noise)
    {
        var withoutRows = RemoveRows(darkness, noise);
        var turned = Resampling.Transpose(withoutRows);
        var withoutBoth = RemoveRows(turned, noise);
        return withoutBoth == turned ? withoutRows : Resampling.Transpose(withoutBoth);
    }

    private static Plane RemoveRows(Plane darkness, float noise)
    {
        var thickness = Math.Max(3, (int)(ThicknessShare * darkness.LongerSide));
        var thin = ThinPixels(darkness, thickness, Math.Max(0.02f, 2.5f * noise));
        var (slope, counts) = BestSlope(thin, darkness.Width, darkness.Height);
        var lines = Lines(counts, darkness.Width, thickness);
        if (lines.Count == 0) return darkness;

        var result = darkness with { Values = [.. darkness.Values] };
        foreach (var line in lines) RemoveLine(darkness, result, slope, line, thickness, lines.Count);
        return result;
    }

    /// <summary>Where something dark is thin from top to bottom.</summary>
    private static List<(int X, int Y)> ThinPixels(Plane darkness, int thickness, float threshold)
    {
        var opened = Resampling.Transpose(Filters.OpenRows(Resampling.Transpose(darkness), (thickness + 1) / 2));
        var pixels = new List<(int X, int Y)>();
        for (var i = 0; i < darkness.Values.Length; i++)
            if (darkness.Values[i] - opened.Values[i] > threshold) pixels.Add((i % darkness.Width, i / darkness.Width));
        return pixels;
    }

    /// <summary>The slope at which most of the thin pixels gather in few lines, and for each line how many pixels it has.</summary>
    private static (double Slope, int[] Counts) BestSlope(List<(int X, int Y)> thin, int width, int height)
    {
        var best = (Slope: 0.0, Counts: new int[height]);
        var most = -1.0;
        var shifts = new int[width];
        for (var i = 0; i < Slopes; i++)
        {
            var slope = SteepestSlope * (2.0 * i / (Slopes - 1) - 1);
            for (var x = 0; x < width; x++) shifts[x] = Shift(slope, x, width);
            var counts = new int[height];
            foreach (var (x, y) in thin)
            {
                var line = y - shifts[x];
                if (line >= 0 && line < height) counts[line]++;
            }

            var gathered = counts.Sum(count => (double)count * count * count);
            if (gathered > most) (most, best) = (gathered, (slope, counts));
        }

        return best;
    }

    /// <summary>The middles of lines that go across nearly the whole image, in the order of their strength.</summary>
    private static List<int> Lines(int[] counts, int width, int thickness)
    {
        var left = counts.ToArray();
        var lines = new List<int>();
        while (lines.Count < left.Length)
        {
            var strongest = Array.IndexOf(left, left.Max());
            if (left[strongest] < Covered * width) break;
            lines.Add(strongest);
            for (var y = Math.Max(0, strongest - thickness / 2); y < Math.Min(left.Length, strongest + thickness / 2 + 1); y++) left[y] = 0;
        }

        return lines;
    }

    /// <summary>
    /// Takes away what is no darker than the line is along its way. Where something darker crosses it, or lies on it, that is writing and stays; where
    /// writing is as light as the line, what is above and below decides. A line alone, of which nothing is darker, may be a "1" and stays.
    /// </summary>
    private static void RemoveLine(Plane darkness, Plane result, double slope, int line, int thickness, int lineCount)
    {
        var reach = thickness / 2 + 1;
        var along = new float[darkness.Width];
        for (var x = 0; x < darkness.Width; x++) along[x] = Peak(darkness, x, line + Shift(slope, x, darkness.Width), reach).Value;
        Array.Sort(along);
        var own = along[along.Length / 2];
        if (lineCount < FewestLines && darkness.Values.Where((_, i) => i % 3 == 0).Count(value => value > Darker * own) < darkness.Values.Length / 3 * LeastWriting) return;

        for (var x = 0; x < darkness.Width; x++)
        {
            var (middle, value) = Peak(darkness, x, line + Shift(slope, x, darkness.Width), reach);
            if (value > Darker * own + Tolerance) continue;
            var bridge = Math.Max(At(darkness, x, middle - reach - 1), At(darkness, x, middle + reach + 1));
            for (var y = Math.Max(0, middle - reach); y <= Math.Min(darkness.Height - 1, middle + reach); y++)
                result.Values[y * darkness.Width + x] = Math.Min(result[x, y], bridge);
        }
    }

    /// <summary>The darkest pixel of a column near a line.</summary>
    private static (int Y, float Value) Peak(Plane darkness, int x, int middle, int reach)
    {
        var best = (Y: Math.Clamp(middle, 0, darkness.Height - 1), Value: 0f);
        for (var y = Math.Max(0, middle - reach); y <= Math.Min(darkness.Height - 1, middle + reach); y++)
            if (darkness[x, y] > best.Value) best = (y, darkness[x, y]);
        return best;
    }

    private static float At(Plane plane, int x, int y) => y < 0 || y >= plane.Height ? 0 : plane[x, y];

    private static int Shift(double slope, int x, int width) => (int)Math.Round(slope * (x - width / 2.0));
}
