namespace MnistApi.TrainingRuns.Entities;

/// <summary>The metrics of a finished epoch. A number that was not finite is null.</summary>
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
