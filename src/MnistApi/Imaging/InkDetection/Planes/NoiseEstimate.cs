namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>Estimates how much neighboring pixels of paper differ by chance.</summary>
internal static class NoiseEstimate
{
    private const int LargeSide = 200;
    private const float NormalConsistency = 1.4826f; // turns a median of absolute values into a standard deviation
    private const float MaskNorm = 6;

    /// <summary>
    /// The standard deviation of noise, from the median of second differences of neighbors (Immerkær, "Fast noise variance estimation",
    /// 1996, with a median in place of the mean). Strokes hardly count, and neither do gradients of light.
    /// </summary>
    public static float Deviation(PixelPlane plane)
    {
        if (plane.Width < 3 || plane.Height < 3) return 0;
        var step = plane.LongerSide > LargeSide ? 3 : 1; // A ninth of the pixels gives as good an estimate.
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
