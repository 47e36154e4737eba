namespace MnistApi.Imaging.Ink;

/// <summary>Finds the lines of ruled and squared paper and takes them away; where writing crosses them it stays.</summary>
internal static class RuledLines
{
    private const double ThicknessShare = 0.022; // of the longer side: anything thicker is writing
    private const double SteepestSlope = 0.22;   // 12 degrees
    private const int Slopes = 49;
    private const double Covered = 0.5;          // of the way across the image that a line must be seen
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

    /// <summary>Each with its own slope: in a photo that was not taken from straight above they all differ.</summary>
    private static Plane RemoveRows(Plane darkness, float noise)
    {
        var thickness = Math.Max(3, (int)(ThicknessShare * darkness.LongerSide));
        var found = FindRows(darkness, noise, thickness, Covered);
        if (found.Count == 0 || found.Count == 1 && MayBeOne(darkness, found[0], thickness)) return darkness;
        return WithoutRows(darkness, found, thickness);
    }

    /// <summary>Nearly horizontal lines, the clearest first; none crosses another.</summary>
    /// <param name="covered">Share of the plane's width on which a line must be seen.</param>
    public static IReadOnlyList<RuledLine> FindRows(Plane darkness, float noise, int thickness, double covered)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        var votes = Votes(ThinPixels(darkness, thickness, Math.Max(0.02f, 2.5f * noise)), width, height);
        var found = new List<RuledLine>();
        foreach (var i in Enumerable.Range(0, votes.Length).Where(i => votes[i] >= covered * width).OrderByDescending(i => votes[i]))
        {
            var line = new RuledLine(SlopeOf(i / height), i % height, width);
            if (found.TrueForAll(other => !line.Meets(other, thickness))) found.Add(line);
            if (found.Count == MostLines) break;
        }

        return found;
    }

    /// <summary>The plane without lines that were found on it.</summary>
    public static Plane WithoutRows(Plane darkness, IEnumerable<RuledLine> lines, int thickness)
    {
        var result = darkness with { Values = [.. darkness.Values] };
        foreach (var line in lines) RemoveLine(darkness, result, line, thickness);
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

    /// <summary>[slopes, height]: how many of the pixels are on each line (the Hough transform).</summary>
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

    /// <summary>Whether there is nothing darker than a line that is alone: it may be a "1".</summary>
    private static bool MayBeOne(Plane darkness, RuledLine line, int thickness)
    {
        var own = OwnDarkness(darkness, line, thickness);
        return darkness.Values.Where((_, i) => i % 3 == 0).Count(value => value > Darker * own) < darkness.Values.Length / 3 * LeastWriting;
    }

    private static float OwnDarkness(Plane darkness, RuledLine line, int thickness)
    {
        float[] along = [.. Enumerable.Range(0, darkness.Width).Select(x => Peak(darkness, x, line.At(x), thickness / 2 + 1).Value).Order()];
        return along[along.Length / 2];
    }

    /// <summary>
    /// Takes away what is no darker than the line is along its way. Where something darker crosses it, or lies on it, that is writing and stays; where
    /// writing is as light as the line, what is above and below decides.
    /// </summary>
    private static void RemoveLine(Plane darkness, Plane result, RuledLine line, int thickness)
    {
        var reach = thickness / 2 + 1;
        var own = OwnDarkness(darkness, line, thickness);
        for (var x = 0; x < darkness.Width; x++)
        {
            var (middle, value) = Peak(darkness, x, line.At(x), reach);
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
}

/// <summary>A line from one side of a plane to the other.</summary>
/// <param name="Slope">Pixels down for one to the right.</param>
/// <param name="Middle">Its height in the middle of the plane, from the top.</param>
/// <param name="Width">Of the plane.</param>
internal readonly record struct RuledLine(double Slope, int Middle, int Width)
{
    /// <summary>How far down it is at x.</summary>
    public int At(int x) => Middle + (int)Math.Round(Slope * (x - Width / 2.0));

    /// <summary>Whether the two cross within the plane, or come nearer than a distance.</summary>
    public bool Meets(RuledLine other, int distance)
    {
        var (left, right) = (At(0) - other.At(0), At(Width - 1) - other.At(Width - 1));
        return left > 0 != right > 0 || Math.Min(Math.Abs(left), Math.Abs(right)) <= distance;
    }
}
