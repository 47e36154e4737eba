using MnistApi.Storage;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Data.Mnist;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>Ends an attempt after an exception. The run fails or waits for another attempt.</summary>
internal sealed partial class AttemptEnding(ILogger<AttemptEnding> logger)
{
    public async Task EndAsync(RunLease lease, Exception exception, CancellationToken stopping)
    {
        try
        {
            await (FailureOf(exception) switch
            {
                { } failure => lease.FailAsync(failure, CancellationToken.None),
                null when exception is not OperationCanceledException => ReleaseAfterErrorAsync(lease, exception),
                null when stopping.IsCancellationRequested =>
                    lease.ReleaseAsync(AttemptOutcome.Stopped, null, TimeSpan.Zero, CancellationToken.None),
                null => throw new RunLostException(lease.RunId, lease.Attempt),
            });
            LogEnded(logger, lease.RunId, lease.Attempt, exception.Message);
        }
        catch (RunLostException)
        {
            LogLost(logger, lease.RunId, lease.Attempt);
        }
        catch (Exception e) when (e.IsDatabaseFailure())
        {
            // The lease will expire, and a worker will take the run again.
            LogNotWritten(logger, lease.RunId, lease.Attempt, e.GetBaseException().Message);
        }
    }

    /// <summary>Returns the failure of the run; null if another attempt may succeed.</summary>
    private static RunFailure? FailureOf(Exception exception) => exception switch
    {
        RunFailedException e => e.Failure,
        NonFiniteLossException { Diagnosis: var diagnosis } e =>
            new RunFailure(RunFailureCode.NonFiniteLoss, e.Message, diagnosis.Epoch, diagnosis.Step, diagnosis),
        DatasetUnavailableException e => new RunFailure(RunFailureCode.DatasetUnavailable, e.Message, null, null, null),
        CheckpointFormatException e =>
            new RunFailure(RunFailureCode.CheckpointUnreadable, $"{e.Message} Start a new run.", null, null, null),
        _ => null,
    };

    /// <summary>
    /// Releases the run after an unexpected error, which may be temporary. The delay before the next attempt doubles each time.
    /// </summary>
    private Task ReleaseAfterErrorAsync(RunLease lease, Exception exception)
    {
        LogFailed(logger, exception, lease.RunId, lease.Attempt);
        var seconds = Math.Min(Math.Pow(2, lease.Run.AttemptsWithoutProgress - 1), LeaseSpan.LongestDelay.TotalSeconds);
        var message = $"{exception.GetType().Name}: {exception.Message}";
        return lease.ReleaseAsync(AttemptOutcome.Error, message, TimeSpan.FromSeconds(seconds), CancellationToken.None);
    }

    [LoggerMessage(
        LogLevel.Information,
        "Run {RunId}, attempt {Attempt}, is over, because the run was cancelled or another worker took it")]
    private static partial void LogLost(ILogger logger, Guid runId, int attempt);

    [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, Guid runId, int attempt, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "Run {RunId}, attempt {Attempt}, ended, but the database was unavailable and the outcome was not stored: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, Guid runId, int attempt, string reason);

    [LoggerMessage(LogLevel.Error, "Run {RunId}, attempt {Attempt}, failed with an unexpected error. Another attempt will follow")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid runId, int attempt);
}
