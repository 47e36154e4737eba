using System.Globalization;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Statistics;

namespace MnistApi.ModelRegistry.Gate;

/// <summary>
/// Checks that the evaluation of a model is plausible: its losses are finite, and chance can explain the difference between its accuracies
/// on validation and test images. Otherwise some computation was wrong, and the model must not answer requests.
/// </summary>
/// <param name="Validation">The accuracy on the validation images.</param>
/// <param name="Test">The accuracy on the test images.</param>
/// <param name="IsLossFinite">Whether both losses are finite numbers.</param>
internal sealed record EvaluationCheck(MeasuredAccuracy Validation, MeasuredAccuracy Test, bool IsLossFinite)
{
    /// <summary>The significance level. It is very low because the two sets of images may differ a little in difficulty.</summary>
    private const double SignificanceLevel = 1e-6;

    /// <summary>A sentence for each error; empty if the evaluation is plausible.</summary>
    public IReadOnlyList<string> Errors { get; } = [.. ErrorsOf(Validation, Test, IsLossFinite)];

    public GateCheck ToGateCheck() => new(
        GateCheckName.Evaluation,
        Errors.Count == 0,
        Errors.Count == 0
            ? "Its losses are finite, and its accuracies on validation and test images agree."
            : string.Join(" ", Errors));

    private static IEnumerable<string> ErrorsOf(MeasuredAccuracy validation, MeasuredAccuracy test, bool isLossFinite)
    {
        if (!isLossFinite) yield return "Its loss is not a finite number.";
        if (FisherTest.PValueOf(test, validation) < SignificanceLevel)
        {
            var figures = string.Create(
                CultureInfo.InvariantCulture,
                $"Its test accuracy is {test.Accuracy:0.#####} on {test.SampleCount} images, "
                + $"but its validation accuracy is {validation.Accuracy:0.#####} on {validation.SampleCount} images");
            yield return $"{figures}; chance does not explain the difference (p < 1e-6).";
        }
    }
}
