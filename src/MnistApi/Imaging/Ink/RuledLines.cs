namespace MnistApi.Imaging.Ink;

/// <summary>Finds the lines of ruled and squared paper and takes them away; where writing crosses them it stays.</summary>
internal static class RuledLines
{
    private const double ThicknessShare = 0.022; // of the longer side: anything thicker is writing
    private const double SteepestSlope = 0.22;   // 12 degrees
    private const int Slopes = 49;
    private const double Covered = 0.5;          // of the way across the image that a line must be seen
    private const int FewestLines = 2;
    private const int MostLines = 80;
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

    /// <summary>One slope after the other: in a photo that was not taken from straight above each line has its own.</summary>
    private static Plane RemoveRows(Plane darkness, float noise)
    {
        var thickness = Math.Max(3, (int)(ThicknessShare * darkness.LongerSide));
        var thin = ThinPixels(darkness, thickness, Math.Max(0.02f, 2.5f * noise));
        var found = new List<(double Slope, int Line)>();
        while (found.Count < MostLines && StrongestLine(thin, darkness.Width, darkness.Height) is { } line)
        {
            found.Add(line);
            thin.RemoveAll(pixel => Math.Abs(pixel.Y - line.Line - Shift(line.Slope, pixel.X, darkness.Width)) <= thickness / 2 + 1);
        }

        if (found.Count == 0) return darkness;
        var result = darkness with { Values = [.. darkness.Values] };
        foreach (var (slope, line) in found) RemoveLine(darkness, result, slope, line, thickness, found.Count);
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

    /// <summary>The line that goes through most of the thin pixels, if it is seen on most of its way across the image.</summary>
    private static (double Slope, int Line)? StrongestLine(List<(int X, int Y)> thin, int width, int height)
    {
        var best = (Slope: 0.0, Line: 0);
        var most = 0;
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

            var strongest = counts.Max();
            if (strongest > most) (most, best) = (strongest, (slope, Array.IndexOf(counts, strongest)));
        }

        return most >= Covered * width ? best : null;
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
