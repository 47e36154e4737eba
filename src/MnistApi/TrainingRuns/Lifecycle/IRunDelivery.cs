using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>A run that waits for a worker.</summary>
internal readonly record struct QueuedRun(Guid Id, string Recipe)
{
    public static QueuedRun Of(TrainingRunEntity run) => new(run.Id, run.Recipe);
}

/// <summary>
/// Delivers waiting runs to the workers. A delivery may be lost or repeated: the database is authoritative, and lost deliveries are
/// repeated.
/// </summary>
internal interface IRunDelivery
{
    /// <summary>
    /// Delivers runs in their order. If there are many, it delivers only the first; the others follow when workers become free.
    /// </summary>
    void Deliver(params IEnumerable<QueuedRun> runs);

    /// <summary>Delivers a run ahead of all delivered runs that have not started.</summary>
    void DeliverAhead(QueuedRun run);
}
