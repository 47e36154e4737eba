namespace MnistApi.Training.Training;

/// <summary>The loss was no longer a finite number, and the configuration says to stop. The last checkpoint is good; no later one exists.</summary>
public sealed class NonFiniteLossException(NonFiniteLossDiagnosis diagnosis) : Exception(diagnosis.Message)
{
    /// <summary>Where it began, why, and what to do.</summary>
    public NonFiniteLossDiagnosis Diagnosis { get; } = diagnosis;
}

/// <summary>Where a loss stopped being a finite number.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">From 1 in the epoch; null where it was seen on the validation images after the epoch.</param>
/// <param name="Layer">The first layer with a non-finite output, or <c>loss</c> where all logits were finite.</param>
/// <param name="WeightsWereFinite">Whether that layer's weights were still finite.</param>
/// <param name="ZeroProbabilities">How many of the batch's probabilities (10 per image) were exactly zero.</param>
/// <param name="LargestLogit">The largest finite logit by magnitude; null where none is finite.</param>
/// <param name="Advice">What to do.</param>
public sealed record NonFiniteLossDiagnosis(int Epoch, int? Step, string Layer, bool WeightsWereFinite, int ZeroProbabilities, float? LargestLogit, string Advice)
{
    /// <summary>All of it in a sentence or two.</summary>
    public string Message => FormattableString.Invariant(
        $"The loss is not a finite number: epoch {Epoch}, {(Step is { } step ? $"step {step}" : "validation")}, it began in layer '{Layer}'{(WeightsWereFinite ? "" : ", whose weights are no longer finite")}; {ZeroProbabilities} probabilities were zero, the largest logit was {LargestLogit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not finite"}. {Advice}");
}
