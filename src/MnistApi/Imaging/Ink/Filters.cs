namespace MnistApi.Imaging.Ink;

/// <summary>Filters over square windows, of a time that does not depend on the window's size.</summary>
internal static class Filters
{
    /// <summary>The mean over a window of 2 * radius + 1 pixels a side; beyond the edge is the edge.</summary>
    public static Plane Mean(this Plane plane, int radius) => radius == 0 ? plane : BothWays(plane, row => MeanOf(row, radius));

    /// <summary>The largest value of a window.</summary>
    public static Plane Maximum(this Plane plane, int radius) => BothWays(plane, row => ExtremeOf(row, radius, largest: true));

    /// <summary>The smallest value of a window.</summary>
    public static Plane Minimum(this Plane plane, int radius) => BothWays(plane, row => ExtremeOf(row, radius, largest: false));

    /// <summary>Takes away, row by row, what is lighter than its surroundings and not longer than 2 * radius pixels.</summary>
    public static Plane OpenRows(Plane plane, int radius) =>
        Rows(Rows(plane, row => ExtremeOf(row, radius, largest: false)), row => ExtremeOf(row, radius, largest: true));

    private static Plane BothWays(Plane plane, Func<float[], float[]> filter) =>
        Resampling.Transpose(Rows(Resampling.Transpose(Rows(plane, filter)), filter));

    private static Plane Rows(Plane plane, Func<float[], float[]> filter)
    {
        var result = new Plane(plane.Width, plane.Height);
        for (var y = 0; y < plane.Height; y++)
            filter(plane.Values[(y * plane.Width)..((y + 1) * plane.Width)]).CopyTo(result.Values, y * plane.Width);
        return result;
    }

    private static float[] MeanOf(float[] row, int radius)
    {
        var result = new float[row.Length];
        var sum = 0.0;
        for (var x = -radius; x <= radius; x++) sum += row[Math.Clamp(x, 0, row.Length - 1)];
        for (var x = 0; x < row.Length; x++)
        {
            result[x] = (float)(sum / (2 * radius + 1));
            sum += row[Math.Min(x + radius + 1, row.Length - 1)] - row[Math.Max(x - radius, 0)];
        }

        return result;
    }

    /// <summary>A queue of the positions that may still become the extreme of a later window.</summary>
    private static float[] ExtremeOf(float[] row, int radius, bool largest)
    {
        var result = new float[row.Length];
        var queue = new int[row.Length];
        int first = 0, end = 0;
        for (var x = 0; x < row.Length + radius; x++)
        {
            if (x < row.Length)
            {
                while (end > first && (largest ? row[queue[end - 1]] <= row[x] : row[queue[end - 1]] >= row[x])) end--;
                queue[end++] = x;
            }

            if (x < radius) continue;
            while (queue[first] < x - 2 * radius) first++;
            result[x - radius] = row[queue[first]];
        }

        return result;
    }
}
