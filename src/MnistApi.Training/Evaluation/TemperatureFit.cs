using MnistApi.Training.Data;

namespace MnistApi.Training.Evaluation;

/// <summary>
/// Finds the temperature with the smallest negative log likelihood. The likelihood is convex in 1 / temperature, so its slope has one zero.
/// Bisection finds it in the same number of steps for all data.
/// </summary>
internal static class TemperatureFit
{
    /// <summary>The logarithm of the range is 6.0. Halving it this often reaches the precision of a float.</summary>
    private const int Steps = 40;

    /// <summary>Fits the temperature.</summary>
    /// <param name="logits">[N, 10], finite.</param>
    /// <param name="labels">[N].</param>
    /// <returns>
    /// A temperature within the bounds of <see cref="Calibration"/>. It is 1 if every prediction is correct: the likelihood then grows
    /// without bound as the temperature falls, and the images do not show how often the network is wrong.
    /// </returns>
    public static double Temperature(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels)
    {
        if (AreSeparated(logits, labels)) return 1;

        var (low, high) = (Math.Log(1 / Calibration.MaxTemperature), Math.Log(1 / Calibration.MinTemperature));
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            if (Slope(logits, labels, Math.Exp(middle)) < 0) low = middle;
            else high = middle;
        }

        return Math.Clamp(Math.Exp(-(low + high) / 2), Calibration.MinTemperature, Calibration.MaxTemperature);
    }

    private static bool AreSeparated(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var sample = logits.Slice(i * ImageSet.ClassCount, ImageSet.ClassCount);
            foreach (var logit in sample)
            {
                if (logit > sample[labels[i]]) return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The derivative of the summed negative log likelihood with respect to the inverse temperature: the expected logit minus the label's
    /// logit.
    /// </summary>
    private static double Slope(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels, double inverseTemperature)
    {
        var slope = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var sample = logits.Slice(i * ImageSet.ClassCount, ImageSet.ClassCount);
            double label = sample[labels[i]], largest = double.NegativeInfinity;
            foreach (var logit in sample) largest = Math.Max(largest, logit);

            var (sum, weighted) = (0.0, 0.0);
            foreach (var logit in sample)
            {
                var weight = Math.Exp(inverseTemperature * (logit - largest));
                sum += weight;
                weighted += weight * (logit - label);
            }

            slope += weighted / sum;
        }

        return slope;
    }
}
