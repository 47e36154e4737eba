using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Evaluation;

/// <summary>
/// Evaluates a network on perturbed copies of labelled images. The copies are the same for every network, so results can be compared.
/// </summary>
public static class RobustnessTable
{
    /// <summary>The most images that are evaluated. They are the first ones. More would not make the intervals much smaller.</summary>
    public const int MaxImages = 10_000;

    /// <summary>Evaluates each condition once.</summary>
    /// <param name="network">No thread may train it at the same time.</param>
    /// <param name="images">At least one image.</param>
    /// <param name="clean">The evaluation of the same images, so that the condition without a change need not be computed again.</param>
    /// <param name="cancellationToken">Checked every 1,000 images at least.</param>
    /// <returns>One result for each condition, in the order of <see cref="RobustnessCondition"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no images.</exception>
    public static IReadOnlyList<RobustnessResult> Measure(
        IClassifier network, ImageSet images, EvaluationResult? clean = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        var measured = images.Slice(0, Math.Min(images.Count, MaxImages));
        return
        [
            .. Enum.GetValues<RobustnessCondition>().Select(condition => condition == RobustnessCondition.Clean && clean is not null
                ? Result(condition, measured, FirstCorrect(clean, measured.Count))
                : Measure(network, measured, condition, cancellationToken)),
        ];
    }

    private static RobustnessResult Measure(IClassifier network, ImageSet images, RobustnessCondition condition, CancellationToken token)
    {
        var logits = network.Logits(Perturbations.Of(images, condition, token), token);
        var correct = 0;
        for (var i = 0; i < images.Count; i++)
        {
            if (Softmax.ArgMax(logits.AsSpan(i * ImageSet.ClassCount, ImageSet.ClassCount)) == images.Labels.Span[i]) correct++;
        }

        return Result(condition, images, correct);
    }

    private static RobustnessResult Result(RobustnessCondition condition, ImageSet images, int correct) =>
        new(condition, images.Count, correct, WilsonInterval.Of(correct, images.Count));

    private static int FirstCorrect(EvaluationResult clean, int count) => count - clean.Errors.Count(error => error.Index < count);
}
