namespace MnistApi.Training.Networks;

/// <summary>From the logits of one sample to probabilities and to a decision.</summary>
public static class Softmax
{
    /// <summary>Writes e^(logit / T) / Σ e^(logit / T), computed from the largest logit down so that nothing overflows.</summary>
    /// <param name="logits">[10].</param>
    /// <param name="probabilities">[10], 0 to 1 with sum 1; NaN throughout where a logit is NaN.</param>
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
    /// Index of the largest value, the first of equals; the first NaN where there is one, as NumPy and TensorFlow answer and
    /// libtorch's vectorized code does not. The lecture's NaN run scores 0.0958 only because of it.
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
