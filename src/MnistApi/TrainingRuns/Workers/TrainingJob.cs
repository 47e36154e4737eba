using Hangfire;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// The Hangfire job that trains a run. It takes the run only if no other run is due before it, so the database determines the order. If the
/// run is taken or has ended, the job returns at once, so a repeated delivery does no harm. Hangfire does not retry; instead,
/// <see cref="RunReconciler"/> delivers runs again that were released or lost.
/// </summary>
internal sealed partial class TrainingJob(
    KernelCheck kernels,
    RunLeases leases,
    IRunDelivery delivery,
    RunTraining training,
    AttemptEnding ending,
    ServedModels served,
    ILogger<TrainingJob> logger)
{
    /// <summary>
    /// Trains the run from its last checkpoint to its end. It blocks a Hangfire thread on purpose: training takes hours, and on a thread of
    /// the thread pool it would delay requests.
    /// </summary>
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("{1}, run {0}")]
    public void Train(Guid runId, string recipe, CancellationToken stopping)
    {
        if (!kernels.TryRun()) return;
        if (TakeAsync(runId, stopping).GetAwaiter().GetResult() is not { } lease) return;

        LogTaken(logger, runId, lease.Attempt);
        LowPriority.Apply();
        try
        {
            Train(lease, stopping);
        }
        catch (RunLostException)
        {
            LogLost(logger, runId, lease.Attempt);
        }
        catch (Exception e)
        {
            ending.EndAsync(lease, e, stopping).GetAwaiter().GetResult();
        }
    }

    /// <summary>Takes the run. If another run is due before it, delivers that run ahead instead and returns null.</summary>
    private async Task<RunLease?> TakeAsync(Guid runId, CancellationToken stopping)
    {
        while (await leases.FindNextAsync(stopping) is { } next)
        {
            if (next.Id != runId)
            {
                delivery.DeliverAhead(next);
                return null;
            }

            if (await leases.TakeAsync(runId, stopping) is { } lease) return lease;
        }

        return null;
    }

    /// <summary>
    /// Trains the run. The heartbeat stops before the attempt ends; a late heartbeat could otherwise overwrite the outcome.
    /// </summary>
    private void Train(RunLease lease, CancellationToken stopping)
    {
        using var heartbeat = training.StartHeartbeat(lease, stopping);
        if (training.TrainToEnd(lease, heartbeat) is not { } model)
        {
            LogPaused(logger, lease.RunId, lease.Attempt);
            return;
        }

        heartbeat.WriteAsync(token => lease.SucceedAsync(model, token)).GetAwaiter().GetResult();
        served.Forget(); // The model may be the new champion.
        LogSucceeded(logger, lease.RunId, model.Result.Accuracy);
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, started")]
    private static partial void LogTaken(ILogger logger, Guid runId, int attempt);

    [LoggerMessage(LogLevel.Information, "Run {RunId} succeeded with test accuracy {Accuracy}")]
    private static partial void LogSucceeded(ILogger logger, Guid runId, double accuracy);

    [LoggerMessage(
        LogLevel.Information,
        "Run {RunId}, attempt {Attempt}, finished its round and waits for the other runs of the sweep")]
    private static partial void LogPaused(ILogger logger, Guid runId, int attempt);

    [LoggerMessage(
        LogLevel.Information,
        "Run {RunId}, attempt {Attempt}, is over, because the run was cancelled or another worker took it")]
    private static partial void LogLost(ILogger logger, Guid runId, int attempt);
}
