using MnistApi.Training.Configuration;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>Computes losses: as tensors for training and as numbers for evaluation.</summary>
internal static class LossFunction
{
    /// <summary>The mean loss of a batch.</summary>
    /// <param name="kind">The loss.</param>
    /// <param name="logits">[N, 10].</param>
    /// <param name="targets">Labels [N] as 64-bit integers. <see cref="LossKind.CrossEntropy"/> also accepts probabilities [N, 10].</param>
    /// <param name="labelSmoothing">Share of each target that is spread evenly over all digits.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Mean(LossKind kind, Tensor logits, Tensor targets, double labelSmoothing) => kind switch
    {
        LossKind.CrossEntropy => nn.functional.cross_entropy(logits, targets, label_smoothing: labelSmoothing),
        LossKind.NaiveCrossEntropy => -(nn.functional.one_hot(targets, logits.shape[1]) * logits.softmax(1).log()).sum(1).mean(),
        _ => throw new InvalidOperationException($"Unknown loss {kind}."),
    };

    /// <summary>The loss of one sample. It has no label smoothing, so that runs with and without it can be compared.</summary>
    /// <param name="kind">The loss.</param>
    /// <param name="logits">[10].</param>
    /// <param name="probabilities">The softmax of the logits at the temperature, [10].</param>
    /// <param name="label">0 to 9.</param>
    /// <param name="temperature">The divisor of the logits, above 0.</param>
    public static double OfSample(
        LossKind kind, ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, int label, double temperature = 1)
    {
        if (kind == LossKind.CrossEntropy) return Softmax.LogSumExp(logits, temperature) - logits[label] / temperature;

        var sum = 0.0;
        for (var digit = 0; digit < probabilities.Length; digit++)
            sum -= (digit == label ? 1 : 0) * Math.Log(probabilities[digit]);
        return sum;
    }
}
