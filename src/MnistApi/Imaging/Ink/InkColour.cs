namespace MnistApi.Imaging.Ink;

/// <summary>
/// The direction in colour in which ink differs most from its paper: red ink on green paper may be as light as the paper and still be
/// seen. Ordinary luma where that shows nearly as much.
/// </summary>
internal static class InkColour
{
    /// <summary>Rec. 601.</summary>
    public static readonly double[] Luma = [0.299, 0.587, 0.114];

    /// <summary>Of the variance that the best direction shows, what luma must show to be taken.</summary>
    private const double EnoughForLuma = 0.5;

    /// <summary>Weights of the channels; their absolute values sum to 1.</summary>
    /// <param name="residuals">Red, green and blue without the paper, or gray alone.</param>
    public static double[] Weights(IReadOnlyList<Plane> residuals)
    {
        if (residuals.Count == 1) return [1];
        var covariance = Covariance(residuals);
        var best = PrincipalAxis(covariance);
        // Both directions as unit vectors, so that their variances compare.
        return Variance(covariance, Unit(Luma)) >= EnoughForLuma * Variance(covariance, best) ? Luma : [.. best.Select(weight => weight / best.Sum(Math.Abs))];
    }

    /// <summary>The weighted sum of channels.</summary>
    public static Plane Mix(IReadOnlyList<Plane> channels, double[] weights)
    {
        var result = new Plane(channels[0].Width, channels[0].Height);
        for (var c = 0; c < channels.Count; c++)
        {
            var weight = (float)weights[c];
            for (var i = 0; i < result.Values.Length; i++) result.Values[i] += weight * channels[c].Values[i];
        }

        return result;
    }

    private static double[,] Covariance(IReadOnlyList<Plane> channels)
    {
        var covariance = new double[3, 3];
        for (var i = 0; i < channels[0].Values.Length; i++)
        {
            for (var row = 0; row < 3; row++)
                for (var column = 0; column < 3; column++) covariance[row, column] += (double)channels[row].Values[i] * channels[column].Values[i];
        }

        return covariance;
    }

    /// <summary>By power iteration; it points to lighter colours.</summary>
    private static double[] PrincipalAxis(double[,] covariance)
    {
        double[] axis = Unit([1, 1.1, 0.9]);
        for (var i = 0; i < 60; i++) axis = Unit([.. Enumerable.Range(0, 3).Select(row => covariance[row, 0] * axis[0] + covariance[row, 1] * axis[1] + covariance[row, 2] * axis[2])]);
        return axis.Zip(Luma, (a, b) => a * b).Sum() < 0 ? [.. axis.Select(weight => -weight)] : axis;
    }

    private static double Variance(double[,] covariance, double[] axis) =>
        Enumerable.Range(0, 3).Sum(row => axis[row] * Enumerable.Range(0, 3).Sum(column => covariance[row, column] * axis[column]));

    private static double[] Unit(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => value * value));
        return length < 1e-9 ? [1 / Math.Sqrt(3), 1 / Math.Sqrt(3), 1 / Math.Sqrt(3)] : [.. vector.Select(value => value / length)];
    }
}
