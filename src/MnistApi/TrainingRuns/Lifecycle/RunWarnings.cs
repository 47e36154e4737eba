using MnistApi.ModelRegistry.Registration;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Converts the findings of the model registry into warnings of the run.</summary>
internal static class RunWarnings
{
    public static IEnumerable<RunWarning> Of(RegistrationFindings findings)
    {
        foreach (var error in findings.EvaluationErrors)
            yield return new RunWarning(RunWarningCode.EvaluationImplausible, $"{error} No alias can point at this model.");
        if (findings.FirstNonFiniteEpoch is { } epoch)
            yield return new RunWarning(
                RunWarningCode.NonFiniteLoss,
                $"The loss was not a finite number in epoch {epoch}, and training continued because onNonFiniteLoss is continue. "
                + "Use the loss crossEntropy, which works on the logits and does not compute log(0).");
        if (findings.NotPromoted is { } reason) yield return new RunWarning(RunWarningCode.NotPromoted, reason);
    }
}
