using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// Finds the direction in color space in which the ink differs most from its paper, because red ink on green paper may be as light as the
/// paper. The direction is luma if the ink differs nearly as much in luma.
/// </summary>
internal static class InkColor
{
    /// <summary>The weights of red, green and blue in luma (ITU-R BT.601).</summary>
    public static readonly double[] Luma = [0.299, 0.587, 0.114];

    /// <summary>The variance along luma from which luma is used, as a share of the variance along the best direction.</summary>
    private const double MinLumaShare = 0.5;

    private const int PowerIterations = 60;
    private const double Tiny = 1e-9;

    /// <summary>Computes the weight of each channel. The absolute values of the weights sum to 1.</summary>
    /// <param name="residuals">Red, green and blue without the paper, or one gray plane without the paper.</param>
    public static double[] Weights(IReadOnlyList<PixelPlane> residuals)
    {
        if (residuals.Count == 1) return [1];
        var covariance = Covariance(residuals);
        var best = PrincipalAxis(covariance);

        // Both are unit vectors, so the variances along them are comparable.
        if (Variance(covariance, Unit(Luma)) >= MinLumaShare * Variance(covariance, best)) return Luma;
        return [.. best.Select(weight => weight / best.Sum(Math.Abs))];
    }

    /// <summary>Computes the weighted sum of the channels.</summary>
    public static PixelPlane WeightedSum(IReadOnlyList<PixelPlane> channels, double[] weights)
    {
        var result = channels[0].Memory.Uninitialized(channels[0].Width, channels[0].Height);
        TensorPrimitives.Multiply(channels[0].Values, (float)weights[0], result.Values);
        for (var c = 1; c < channels.Count; c++)
            TensorPrimitives.MultiplyAdd(channels[c].Values, (float)weights[c], result.Values, result.Values);

        return result;
    }

    /// <summary>Computes the covariance of three channels whose mean is about 0, without dividing by the number of pixels.</summary>
    private static double[,] Covariance(IReadOnlyList<PixelPlane> channels)
    {
        var covariance = new double[3, 3];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = TensorPrimitives.Dot<float>(channels[row].Values, channels[column].Values);
                covariance[row, column] = covariance[column, row] = sum;
            }
        }

        return covariance;
    }

    /// <summary>Computes the first principal axis by power iteration. It points to lighter colors.</summary>
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
