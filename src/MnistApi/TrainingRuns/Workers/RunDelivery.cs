using Hangfire;
using Hangfire.States;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>Delivers runs as Hangfire jobs.</summary>
internal sealed partial class RunDelivery(IBackgroundJobClient jobs, ILogger<RunDelivery> logger) : IRunDelivery
{
    /// <summary>Hangfire's queues. Workers empty the first one first; PostgreSQL storage takes them in alphabetical order.</summary>
    public const string AheadQueue = "ahead", Queue = "default";

    /// <summary>Hundreds of jobs at once would keep the client waiting for seconds.</summary>
    private const int DeliveredAtOnce = 16;

    public void Deliver(params IEnumerable<QueuedRun> runs)
    {
        foreach (var run in runs.Take(DeliveredAtOnce)) Enqueue(Queue, run);
    }

    public void DeliverAhead(QueuedRun run) => Enqueue(AheadQueue, run);

    /// <summary>A failure does no harm: <see cref="RunReconciler"/> delivers the run again.</summary>
    private void Enqueue(string queue, QueuedRun run)
    {
        try
        {
            jobs.Create<TrainingJob>(job => job.Train(run.Id, run.Recipe, CancellationToken.None), new EnqueuedState(queue));
        }
        catch (BackgroundJobClientException e)
        {
            Log.NotDelivered(logger, run.Id, e.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Run {RunId} could not be delivered now and will be delivered soon: {Reason}")]
        public static partial void NotDelivered(ILogger logger, Guid runId, string reason);
    }
}
