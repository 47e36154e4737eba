namespace MnistApi.TrainingRuns.Contracts;

/// <summary>The kind of an event in the event stream of a run.</summary>
public enum RunEventKind
{
    /// <summary>The state of the run changed. The data is the run.</summary>
    State,

    /// <summary>The run made progress. The data is its progress. Only the newest event of this kind is kept.</summary>
    Progress,

    /// <summary>An epoch ended. The data is the metrics of the epoch.</summary>
    Epoch,

    /// <summary>The run has ended, and this is the last event. The data is the run.</summary>
    End,
}
