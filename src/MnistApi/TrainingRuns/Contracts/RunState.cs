namespace MnistApi.TrainingRuns.Contracts;

/// <summary>Where a training run stands.</summary>
public enum RunState
{
    /// <summary>Accepted; waits for a worker.</summary>
    Queued,

    /// <summary>A worker trains it, or it was interrupted and goes on by itself.</summary>
    Running,

    /// <summary>It has finished its round of a sweep's halving, and waits until the others have; then it goes on, or is cancelled.</summary>
    Paused,

    /// <summary>Trained to its end and evaluated: it is a model.</summary>
    Succeeded,

    /// <summary>Ended before its end; <c>failure</c> says why. It can be resumed.</summary>
    Failed,

    /// <summary>Ended by a request. It can be resumed.</summary>
    Cancelled,
}
