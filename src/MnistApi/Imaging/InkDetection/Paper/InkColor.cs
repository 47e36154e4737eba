using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// Finds the direction in color space in which ink differs most from its paper: red ink on green paper may be as light as the paper and
/// still visible. It is luma if luma shows nearly as much.
/// </summary>
internal static class InkColor
{
    /// <summary>Rec. 601.</summary>
    public static readonly double[] Luma = [0.299, 0.587, 0.114];

    /// <summary>Luma is used if it shows at least this share of the variance along the best direction.</summary>
    private const double EnoughForLuma = 0.5;

    private const int PowerIterations = 60;
    private const double Tiny = 1e-9;

    /// <summary>The weights of the channels. Their absolute values sum to 1.</summary>
    /// <param name="residuals">Red, green and blue without the paper, or one plane of gray.</param>
    public static double[] Weights(IReadOnlyList<PixelPlane> residuals)
    {
        if (residuals.Count == 1) return [1];
        var covariance = Covariance(residuals);
        var best = PrincipalAxis(covariance);

        // Unit vectors, so that the variances along them compare.
        if (Variance(covariance, Unit(Luma)) >= EnoughForLuma * Variance(covariance, best)) return Luma;
        return [.. best.Select(weight => weight / best.Sum(Math.Abs))];
    }

    /// <summary>The weighted sum of channels.</summary>
    public static PixelPlane Mix(IReadOnlyList<PixelPlane> channels, double[] weights)
    {
        var result = new PixelPlane(channels[0].Width, channels[0].Height);
        for (var c = 0; c < channels.Count; c++)
        {
            var weight = (float)weights[c];
            for (var i = 0; i < result.Values.Length; i++) result.Values[i] += weight * channels[c].Values[i];
        }

        return result;
    }

    private static double[,] Covariance(IReadOnlyList<PixelPlane> channels)
    {
        var covariance = new double[3, 3];
        for (var i = 0; i < channels[0].Values.Length; i++)
        {
            for (var row = 0; row < 3; row++)
            {
                for (var column = 0; column < 3; column++)
                    covariance[row, column] += (double)channels[row].Values[i] * channels[column].Values[i];
            }
        }

        return covariance;
    }

    /// <summary>Computed by power iteration. It points to lighter colors.</summary>
    private static double[] PrincipalAxis(double[,] covariance)
    {
        var axis = Unit([1, 1.1, 0.9]);
        for (var i = 0; i < PowerIterations; i++) axis = Unit([.. Enumerable.Range(0, 3).Select(row => Product(covariance, row, axis))]);
        return axis.Zip(Luma, (a, b) => a * b).Sum() < 0 ? [.. axis.Select(weight => -weight)] : axis;
    }

    private static double Variance(double[,] covariance, double[] axis) =>
        Enumerable.Range(0, 3).Sum(row => axis[row] * Product(covariance, row, axis));

    private static double Product(double[,] covariance, int row, double[] axis) =>
        covariance[row, 0] * axis[0] + covariance[row, 1] * axis[1] + covariance[row, 2] * axis[2];

    private static double[] Unit(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => value * value));
        return length < Tiny ? [1 / Math.Sqrt(3), 1 / Math.Sqrt(3), 1 / Math.Sqrt(3)] : [.. vector.Select(value => value / length)];
    }
}
