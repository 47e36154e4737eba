using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.TrainingRuns.Entities;

/// <summary>One time that a worker took a run.</summary>
internal sealed class RunAttemptEntity
{
    public required Guid RunId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>Machine and process.</summary>
    public required string Worker { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; set; }

    public AttemptOutcome? Outcome { get; set; }

    public string? Message { get; set; }
}

/// <summary>A finished epoch. A number that was not finite is null.</summary>
internal sealed class EpochEntity
{
    public required Guid RunId { get; init; }

    public required int Epoch { get; init; }

    public required int Attempt { get; init; }

    public required double? TrainLoss { get; init; }

    public required double TrainAccuracy { get; init; }

    public required double? ValidationLoss { get; init; }

    public required double ValidationAccuracy { get; init; }

    public required double LearningRate { get; init; }

    public required double DurationSeconds { get; init; }

    public required double SamplesPerSecond { get; init; }

    public required DateTime FinishedAt { get; init; }
}

/// <summary>The end of an epoch, to go on from or to predict with.</summary>
internal sealed class CheckpointEntity
{
    public required Guid RunId { get; init; }

    public required int Epoch { get; init; }

    /// <summary>A safetensors file.</summary>
    public required byte[] Data { get; init; }

    public required int Bytes { get; init; }

    public required string WeightsSha256 { get; init; }

    public required DateTime CreatedAt { get; init; }
}

/// <summary>Something that was told about a run, as it was told, so that a replay tells the same.</summary>
internal sealed class RunEventEntity
{
    public required Guid RunId { get; init; }

    /// <summary>From 1, rising; the numbers between are progress, which is not kept.</summary>
    public required long Sequence { get; init; }

    /// <summary>State or epoch.</summary>
    public required RunEventKind Kind { get; init; }

    /// <summary>JSON.</summary>
    public required string Data { get; init; }
}
