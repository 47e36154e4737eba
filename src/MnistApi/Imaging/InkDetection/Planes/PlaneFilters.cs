namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Filters planes with square windows. The time does not depend on the size of the window.</summary>
internal static class PlaneFilters
{
    /// <summary>
    /// Computes the mean in a window of 2 * radius + 1 pixels a side. Beyond the edge of the plane, the pixels at the edge repeat.
    /// </summary>
    public static PixelPlane Mean(this PixelPlane plane, int radius) =>
        radius == 0 ? plane : Separable(plane, row => MeanOf(row, radius));

    /// <summary>Computes the largest value in a window of 2 * radius + 1 pixels a side.</summary>
    public static PixelPlane Maximum(this PixelPlane plane, int radius) => Separable(plane, row => ExtremeOf(row, radius, largest: true));

    /// <summary>Computes the smallest value in a window of 2 * radius + 1 pixels a side.</summary>
    public static PixelPlane Minimum(this PixelPlane plane, int radius) => Separable(plane, row => ExtremeOf(row, radius, largest: false));

    /// <summary>
    /// Applies a morphological opening along rows. It removes runs of high values that are at most 2 * radius pixels long.
    /// </summary>
    public static PixelPlane OpenRows(PixelPlane plane, int radius) =>
        Rows(Rows(plane, row => ExtremeOf(row, radius, largest: false)), row => ExtremeOf(row, radius, largest: true));

    /// <summary>Filters the rows and then the columns.</summary>
    private static PixelPlane Separable(PixelPlane plane, Func<float[], float[]> filter) =>
        Rows(Rows(plane, filter).Transpose(), filter).Transpose();

    private static PixelPlane Rows(PixelPlane plane, Func<float[], float[]> filter)
    {
        var result = new PixelPlane(plane.Width, plane.Height);
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

    /// <summary>Computes the extreme of each window, with a queue of the positions that can be the extreme of a later window.</summary>
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
