using System.Globalization;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Statistics;

namespace MnistApi.ModelRegistry.Gate;

/// <summary>
/// Whether a model's figures can be believed: its losses are finite, and its accuracies on validation and test images agree as far as chance allows.
/// Where they do not, something computed wrongly, and the model must not answer requests.
/// </summary>
/// <param name="Validation">The accuracy on validation images.</param>
/// <param name="Test">The accuracy on test images.</param>
/// <param name="IsLossFinite">Whether both losses are finite numbers.</param>
internal sealed record EvaluationCheck(MeasuredAccuracy Validation, MeasuredAccuracy Test, bool IsLossFinite)
{
    /// <summary>Far below what a difference between the two sets of images explains.</summary>
    private const double Chance = 1e-6;

    /// <summary>A sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Faults { get; } = [.. FaultsOf(Validation, Test, IsLossFinite)];

    public GateCheck ToGateCheck() => new(
        GateCheckName.Evaluation,
        Faults.Count == 0,
        Faults.Count == 0 ? "Its losses are finite, and its accuracies on validation and test images agree." : string.Join(" ", Faults));

    private static IEnumerable<string> FaultsOf(MeasuredAccuracy validation, MeasuredAccuracy test, bool isLossFinite)
    {
        if (!isLossFinite) yield return "Its loss is not a finite number.";
        if (FisherTest.PValueOf(test, validation) < Chance)
            yield return string.Create(CultureInfo.InvariantCulture, $"Its test accuracy is {test.Accuracy:0.#####} of {test.SampleCount} images, but its validation accuracy {validation.Accuracy:0.#####} of {validation.SampleCount}; chance does not explain the difference (p < 1e-6).");
    }
}
