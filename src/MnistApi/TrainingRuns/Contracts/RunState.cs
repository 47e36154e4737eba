namespace MnistApi.TrainingRuns.Contracts;

/// <summary>The state of a training run.</summary>
public enum RunState
{
    /// <summary>The run was accepted and waits for a worker.</summary>
    Queued,

    /// <summary>A worker trains the run, or the run was interrupted and will continue by itself.</summary>
    Running,

    /// <summary>The run finished its round of a sweep and waits for the other runs. Then it continues or is cancelled.</summary>
    Paused,

    /// <summary>The run was trained to its end and evaluated. It is a model now.</summary>
    Succeeded,

    /// <summary>The run stopped before its end; <c>failure</c> gives the reason. It can be resumed.</summary>
    Failed,

    /// <summary>The run was cancelled by a request or by its sweep. It can be resumed.</summary>
    Cancelled,
}
