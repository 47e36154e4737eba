using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>An event of a run as it was sent, so that a replay sends the same.</summary>
internal sealed class RunEventEntity
{
    public required Guid RunId { get; init; }

    /// <summary>From 1, increasing. The numbers that are missing belong to progress events, which are not kept.</summary>
    public required long Sequence { get; init; }

    /// <summary>State or epoch.</summary>
    public required RunEventKind Kind { get; init; }

    /// <summary>JSON.</summary>
    public required string Data { get; init; }
}
