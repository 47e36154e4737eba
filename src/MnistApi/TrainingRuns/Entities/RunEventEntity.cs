using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>An event of a run. It stores the data that was sent, so that a replay sends the same data.</summary>
internal sealed class RunEventEntity
{
    public required Guid RunId { get; init; }

    /// <summary>The number of the event, from 1, increasing. Missing numbers belong to progress events, which are not stored.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>State</c> or <c>Epoch</c>; the other kinds are not stored.</summary>
    public required RunEventKind Kind { get; init; }

    /// <summary>The data of the event, as JSON.</summary>
    public required string Data { get; init; }
}
