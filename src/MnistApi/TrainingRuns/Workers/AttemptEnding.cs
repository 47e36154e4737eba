using MnistApi.Storage;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Data.Mnist;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>Ends an attempt that an exception has stopped: the run fails, or it waits for another attempt.</summary>
internal sealed partial class AttemptEnding(ILogger<AttemptEnding> logger)
{
    public async Task EndAsync(RunLease lease, Exception exception, CancellationToken stopping)
    {
        try
        {
            await (FailureOf(exception) switch
            {
                { } failure => lease.FailAsync(failure, CancellationToken.None),
                null when exception is not OperationCanceledException => RestAsync(lease, exception),
                null when stopping.IsCancellationRequested => lease.ReleaseAsync(AttemptOutcome.Stopped, null, TimeSpan.Zero, CancellationToken.None),
                null => throw new RunLostException(lease.RunId, lease.Attempt),
            });
            Log.Ended(logger, lease.RunId, lease.Attempt, exception.Message);
        }
        catch (RunLostException)
        {
            Log.Lost(logger, lease.RunId, lease.Attempt);
        }
        catch (Exception e) when (e.IsDatabaseFailure())
        {
            Log.NotWritten(logger, lease.RunId, lease.Attempt, e.GetBaseException().Message); // The lease runs out, and the run is taken again.
        }
    }

    /// <summary>The failure, if another attempt would fail as well.</summary>
    private static RunFailure? FailureOf(Exception exception) => exception switch
    {
        RunFailedException e => e.Failure,
        NonFiniteLossException e => new RunFailure(RunFailureCode.NonFiniteLoss, e.Message, e.Diagnosis.Epoch, e.Diagnosis.Step, e.Diagnosis),
        DatasetUnavailableException e => new RunFailure(RunFailureCode.DatasetUnavailable, e.Message, null, null, null),
        CheckpointFormatException e => new RunFailure(RunFailureCode.CheckpointUnreadable, $"{e.Message} Start a new run.", null, null, null),
        _ => null,
    };

    /// <summary>An unexpected error may pass: the run rests, longer each time, and is then tried again.</summary>
    private Task RestAsync(RunLease lease, Exception exception)
    {
        Log.Failed(logger, exception, lease.RunId, lease.Attempt);
        var seconds = Math.Min(Math.Pow(2, lease.Run.AttemptsWithoutProgress - 1), LeaseSpan.LongestRest.TotalSeconds);
        var message = $"{exception.GetType().Name}: {exception.Message}";
        return lease.ReleaseAsync(AttemptOutcome.Error, message, TimeSpan.FromSeconds(seconds), CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, is over: it was cancelled, or another worker took the run")]
        public static partial void Lost(ILogger logger, Guid runId, int attempt);

        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, ended: {Reason}")]
        public static partial void Ended(ILogger logger, Guid runId, int attempt, string reason);

        [LoggerMessage(LogLevel.Warning, "Run {RunId}, attempt {Attempt}, ended while the database was away: {Reason}")]
        public static partial void NotWritten(ILogger logger, Guid runId, int attempt, string reason);

        [LoggerMessage(LogLevel.Error, "Run {RunId}, attempt {Attempt}, met an unexpected error and will be tried again")]
        public static partial void Failed(ILogger logger, Exception exception, Guid runId, int attempt);
    }
}
