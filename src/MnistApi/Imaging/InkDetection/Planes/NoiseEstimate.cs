namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Estimates the noise of a plane.</summary>
internal static class NoiseEstimate
{
    private const int LargeSide = 200;
    private const int LargeStep = 3;                 // On a large plane, a ninth of the pixels gives as good an estimate.
    private const float NormalConsistency = 1.4826f; // the standard deviation of Gaussian noise, in median absolute deviations
    private const float MaskNorm = 6;                // the root of the sum of the mask's squared coefficients

    /// <summary>
    /// Estimates the standard deviation of Gaussian noise from second differences (Immerkær, "Fast noise variance estimation", 1996). The
    /// median replaces the mean of that method, so strokes have little influence. Gradients of light have none.
    /// </summary>
    /// <returns>The standard deviation in units of the plane; 0 if a side is shorter than 3 pixels.</returns>
    public static float Deviation(PixelPlane plane)
    {
        if (plane.Width < 3 || plane.Height < 3) return 0;
        var step = plane.LongerSide > LargeSide ? LargeStep : 1;
        using var result = plane.Memory.Uninitialized(Count(plane.Width - 2, step), Count(plane.Height - 2, step));
        var differences = result.Values;
        var count = 0;
        for (var y = 1; y < plane.Height - 1; y += step)
        {
            ReadOnlySpan<float> above = plane.Row(y - 1), row = plane.Row(y), below = plane.Row(y + 1);
            for (var x = 1; x < row.Length - 1; x += step)
            {
                differences[count++] = Math.Abs(
                    above[x - 1] - 2 * above[x] + above[x + 1]
                    - 2 * row[x - 1] + 4 * row[x] - 2 * row[x + 1]
                    + below[x - 1] - 2 * below[x] + below[x + 1]);
            }
        }

        return NormalConsistency * OrderStatistic.Median(differences) / MaskNorm;
    }

    private static int Count(int length, int step) => (length + step - 1) / step;
}
