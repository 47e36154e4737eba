using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>Measures a network on changed copies of labelled images. The copies are the same for every network, so their results compare.</summary>
public static class RobustnessTable
{
    /// <summary>The images that are measured: the first so many. More would not make the intervals much smaller.</summary>
    public const int MaxImages = 10_000;

    /// <summary>Measures each condition once.</summary>
    /// <param name="network">Not trained meanwhile.</param>
    /// <param name="images">At least one.</param>
    /// <param name="cancellationToken">Seen between chunks.</param>
    /// <returns>One result per condition, in the order of <see cref="RobustnessCondition"/>.</returns>
    public static IReadOnlyList<RobustnessResult> Measure(NeuralNetwork network, ImageSet images, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        var measured = images.Slice(0, Math.Min(images.Count, MaxImages));
        return [.. Enum.GetValues<RobustnessCondition>().Select(condition => Measure(network, measured, condition, cancellationToken))];
    }

    private static RobustnessResult Measure(NeuralNetwork network, ImageSet images, RobustnessCondition condition, CancellationToken token)
    {
        var logits = network.Logits(Perturbations.Of(images, condition, token), token);
        var correct = 0;
        for (var i = 0; i < images.Count; i++)
        {
            if (Softmax.ArgMax(logits.AsSpan(i * ImageSet.ClassCount, ImageSet.ClassCount)) == images.Labels.Span[i]) correct++;
        }

        return new RobustnessResult(condition, images.Count, correct, WilsonInterval.Of(correct, images.Count));
    }
}
