using Hangfire;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// The Hangfire job that trains a run. It takes the run only if no other run is due before it, so the order is the database's; a job that finds its
/// run taken or finished leaves at once, so a repeated delivery does no harm. Retries are ours: <see cref="RunReconciler"/> delivers a run again that
/// was given back or lost.
/// </summary>
internal sealed partial class TrainingJob(
    RunLeases leases, IRunDelivery delivery, RunTraining training, AttemptEnding ending, ILogger<TrainingJob> logger)
{
    /// <summary>
    /// Trains the run from its last checkpoint to its end. It blocks a thread of Hangfire's on purpose: on a thread of the pool, hours of training
    /// would delay requests.
    /// </summary>
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("{1}, run {0}")]
    public void Train(Guid runId, string recipe, CancellationToken stopping)
    {
        if (TakeAsync(runId, stopping).GetAwaiter().GetResult() is not { } lease) return;

        Log.Taken(logger, runId, lease.Attempt);
        try
        {
            Train(lease, stopping);
        }
        catch (RunLostException)
        {
            Log.Lost(logger, runId, lease.Attempt);
        }
        catch (Exception e)
        {
            ending.EndAsync(lease, e, stopping).GetAwaiter().GetResult();
        }
    }

    /// <summary>Takes the run. If another run is due before it, that one is delivered ahead instead.</summary>
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

    /// <summary>The heartbeat ends before the attempt does; otherwise a late beat would overwrite how the attempt ended.</summary>
    private void Train(RunLease lease, CancellationToken stopping)
    {
        using var heartbeat = training.StartHeartbeat(lease, stopping);
        if (training.TrainToEnd(lease, heartbeat) is not { } model)
        {
            Log.Paused(logger, lease.RunId, lease.Attempt);
            return;
        }

        heartbeat.WriteAsync(token => lease.SucceedAsync(model, token)).GetAwaiter().GetResult();
        Log.Succeeded(logger, lease.RunId, model.Result.Accuracy);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, started")]
        public static partial void Taken(ILogger logger, Guid runId, int attempt);

        [LoggerMessage(LogLevel.Information, "Run {RunId} succeeded with test accuracy {Accuracy}")]
        public static partial void Succeeded(ILogger logger, Guid runId, double accuracy);

        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, finished its round and waits for the other runs")]
        public static partial void Paused(ILogger logger, Guid runId, int attempt);

        [LoggerMessage(LogLevel.Information, "Run {RunId}, attempt {Attempt}, is over: it was cancelled, or another worker took the run")]
        public static partial void Lost(ILogger logger, Guid runId, int attempt);
    }
}
