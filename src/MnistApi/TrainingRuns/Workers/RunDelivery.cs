using Hangfire;
using Hangfire.States;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>Delivers runs as Hangfire jobs.</summary>
internal sealed partial class RunDelivery(IBackgroundJobClient jobs, ILogger<RunDelivery> logger) : IRunDelivery
{
    /// <summary>
    /// The Hangfire queues. Workers empty the first queue before the second. PostgreSQL storage uses the alphabetical order of the names.
    /// </summary>
    public const string AheadQueue = "ahead", Queue = "default";

    /// <summary>The largest number of jobs for one request. Creating hundreds of jobs would keep the client waiting for seconds.</summary>
    private const int MaxDeliveredAtOnce = 16;

    public void Deliver(params IEnumerable<QueuedRun> runs)
    {
        foreach (var run in runs.Take(MaxDeliveredAtOnce)) Enqueue(Queue, run);
    }

    public void DeliverAhead(QueuedRun run) => Enqueue(AheadQueue, run);

    /// <summary>Creates the job. If this fails, <see cref="RunReconciler"/> delivers the run later.</summary>
    private void Enqueue(string queue, QueuedRun run)
    {
        try
        {
            jobs.Create<TrainingJob>(job => job.Train(run.Id, run.Recipe, CancellationToken.None), new EnqueuedState(queue));
        }
        catch (BackgroundJobClientException e)
        {
            LogNotDelivered(logger, run.Id, e.GetBaseException().Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {RunId} could not be delivered. The service will try again shortly. Reason: {Reason}")]
    private static partial void LogNotDelivered(ILogger logger, Guid runId, string reason);
}
