namespace MnistApi.TrainingRuns.Contracts;

/// <summary>What an event of a run's stream tells.</summary>
public enum RunEventKind
{
    /// <summary>The run is in another state; the data is the run.</summary>
    State,

    /// <summary>The run is further; the data is its progress. Only the newest is kept.</summary>
    Progress,

    /// <summary>An epoch ended; the data is its metrics.</summary>
    Epoch,

    /// <summary>The run has ended, and so does the stream; the data is the run.</summary>
    End,
}
