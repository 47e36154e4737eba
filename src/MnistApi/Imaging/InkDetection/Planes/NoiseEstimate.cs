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
        var differences = new List<float>();
        for (var y = 1; y < plane.Height - 1; y += step)
        {
            for (var x = 1; x < plane.Width - 1; x += step)
            {
                differences.Add(Math.Abs(
                    plane[x - 1, y - 1] - 2 * plane[x, y - 1] + plane[x + 1, y - 1]
                    - 2 * plane[x - 1, y] + 4 * plane[x, y] - 2 * plane[x + 1, y]
                    + plane[x - 1, y + 1] - 2 * plane[x, y + 1] + plane[x + 1, y + 1]));
            }
        }

        differences.Sort();
        return NormalConsistency * differences[differences.Count / 2] / MaskNorm;
    }
}
