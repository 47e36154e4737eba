namespace MnistApi.Training.Networks;

/// <summary>Turns the logits of one sample into probabilities and into a prediction.</summary>
public static class Softmax
{
    /// <summary>Computes e^(logit / T) / Σ e^(logit / T). The largest logit is subtracted first, so that nothing overflows.</summary>
    /// <param name="logits">[10].</param>
    /// <param name="probabilities">[10], 0 to 1 with a sum of 1. All are NaN if a logit is NaN.</param>
    /// <param name="temperature">T, above 0.</param>
    public static void Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities, double temperature = 1)
    {
        var logSum = LogSumExp(logits, temperature);
        for (var i = 0; i < logits.Length; i++) probabilities[i] = (float)Math.Exp(logits[i] / temperature - logSum);
    }

    /// <summary>log Σ e^(logit / T).</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits, double temperature = 1)
    {
        var largest = logits[ArgMax(logits)];
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp((logit - (double)largest) / temperature);
        return largest / temperature + Math.Log(sum);
    }

    /// <summary>
    /// Index of the largest value. Of equal values it is the first, and if there are NaNs it is the first NaN, as in NumPy and TensorFlow.
    /// libtorch's vectorized code differs there. The lecture's run with NaN weights has an accuracy of 0.0958 only because of this rule.
    /// </summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i])) return i;
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}
