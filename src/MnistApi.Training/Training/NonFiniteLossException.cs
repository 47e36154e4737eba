namespace MnistApi.Training.Training;

/// <summary>
/// The loss was not a finite number, and the configuration says to stop. The last checkpoint is valid; there is no later one.
/// </summary>
public sealed class NonFiniteLossException(NonFiniteLossDiagnosis diagnosis) : Exception(diagnosis.Message)
{
    /// <summary>Where and why the loss became non-finite, and what to do.</summary>
    public NonFiniteLossDiagnosis Diagnosis { get; } = diagnosis;
}

/// <summary>Where and why a loss became non-finite.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">From 1 in the epoch; null if it happened on the validation images after the epoch.</param>
/// <param name="Layer">The first layer with a non-finite output; <c>loss</c> if all logits were finite.</param>
/// <param name="WeightsWereFinite">Whether the weights of that layer were finite.</param>
/// <param name="ZeroProbabilities">How many of the batch's probabilities were exactly zero. There are ten for each image.</param>
/// <param name="LargestLogit">The finite logit with the largest magnitude; null if no logit is finite.</param>
/// <param name="Advice">What to do.</param>
public sealed record NonFiniteLossDiagnosis(
    int Epoch, int? Step, string Layer, bool WeightsWereFinite, int ZeroProbabilities, float? LargestLogit, string Advice)
{
    /// <summary>The diagnosis in a few sentences.</summary>
    public string Message => FormattableString.Invariant(
        $"The loss is not a finite number in epoch {Epoch}, {Place}. It began in the layer '{Layer}'{Weights}. {Logits} {Advice}");

    private string Place => Step is { } step ? FormattableString.Invariant($"step {step}") : "validation";

    private string Weights => WeightsWereFinite ? "" : ", whose weights are not finite";

    private string Logits => LargestLogit is { } logit
        ? FormattableString.Invariant($"{ZeroProbabilities} probabilities were zero, and the largest logit was {logit}.")
        : FormattableString.Invariant($"{ZeroProbabilities} probabilities were zero, and no logit was finite.");
}
