using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>A run that waits for a worker.</summary>
internal readonly record struct QueuedRun(Guid Id, string Recipe)
{
    public static QueuedRun Of(TrainingRunEntity run) => new(run.Id, run.Recipe);
}

/// <summary>Tells the workers which runs wait. A delivery can get lost or be repeated: the rows are the truth, and missing deliveries are made up for.</summary>
internal interface IRunDelivery
{
    /// <summary>Delivers runs in their order. Of many runs it delivers the first only; the others follow while the workers use these up.</summary>
    void Deliver(params IEnumerable<QueuedRun> runs);

    /// <summary>Delivers a run ahead of those that were delivered before and have not started.</summary>
    void DeliverAhead(QueuedRun run);
}
