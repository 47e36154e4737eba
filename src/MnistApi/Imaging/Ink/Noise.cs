namespace MnistApi.Imaging.Ink;

/// <summary>How much neighbouring pixels of paper differ by chance.</summary>
internal static class Noise
{
    /// <summary>
    /// Standard deviation by the median of the second differences of neighbours (Immerkær, "Fast noise variance estimation", 1996, with a median
    /// in place of the mean, so that strokes do not count): slopes of light do not matter either.
    /// </summary>
    public static float Deviation(Plane plane)
    {
        if (plane.Width < 3 || plane.Height < 3) return 0;
        var step = plane.LongerSide > 200 ? 3 : 1; // A ninth of the pixels says as much.
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
        return 1.4826f * differences[differences.Count / 2] / 6; // The mask's coefficients have the norm 6.
    }
}
