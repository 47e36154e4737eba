using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The run cannot be trained, and another attempt would fail for the same reason.</summary>
internal sealed class RunFailedException(RunFailureCode code, string message) : Exception(message)
{
    public RunFailure Failure { get; } = new(code, message, null, null, null);
}
