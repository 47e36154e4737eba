using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Queries;

/// <summary>Maps database rows to API contracts, and training results to rows.</summary>
internal static class RunMapping
{
    public static TrainingRun ToRun(
        this TrainingRunEntity row, IEnumerable<RunAttemptEntity> attempts, int? queuePosition, RunEstimate estimate) => new(
        row.Id,
        row.Name,
        row.Recipe,
        row.State,
        row.Dataset,
        row.Seed,
        row.Config,
        row.KeepCheckpoints,
        row.PromoteTo,
        row.SweepId,
        row.CreatedAt,
        row.StartedAt,
        row.FinishedAt,
        row.Attempt,
        [.. attempts.Select(ToAttempt)],
        queuePosition,
        estimate.StartsInSeconds,
        row.ToProgress(estimate.EtaSeconds),
        row.BestEpoch is { } best ? new BestEpoch(best, row.BestValidationAccuracy!.Value, row.BestValidationLoss) : null,
        row.TestAccuracy is { } accuracy ? new TestResult(accuracy, row.TestErrorCount!.Value, row.TestLoss) : null,
        row.Failure,
        row.Warnings);

    public static RunProgress ToProgress(this TrainingRunEntity row, double? etaSeconds) =>
        new(row.Epoch, row.Epochs, row.Step, row.StepsPerEpoch, Fraction(row), row.SamplesPerSecond, etaSeconds);

    public static EpochEntity ToRow(this EpochResult result, Guid runId, int attempt, DateTime finishedAt) => new()
    {
        RunId = runId,
        Epoch = result.Epoch,
        Attempt = attempt,
        TrainLoss = result.TrainLoss.FiniteOrNull(),
        TrainAccuracy = result.TrainAccuracy,
        ValidationLoss = result.ValidationLoss.FiniteOrNull(),
        ValidationAccuracy = result.ValidationAccuracy,
        LearningRate = result.LearningRate,
        DurationSeconds = result.DurationSeconds,
        SamplesPerSecond = result.SamplesPerSecond,
        FinishedAt = finishedAt,
    };

    public static BestEpoch ToBestEpoch(this EpochResult result) =>
        new(result.Epoch, result.ValidationAccuracy, result.ValidationLoss.FiniteOrNull());

    public static EpochMetrics ToMetrics(this EpochEntity row) => new(
        row.Epoch,
        row.TrainLoss,
        row.TrainAccuracy,
        row.ValidationLoss,
        row.ValidationAccuracy,
        row.LearningRate,
        row.DurationSeconds,
        row.SamplesPerSecond,
        row.FinishedAt,
        NonFinite: row.TrainLoss is null || row.ValidationLoss is null);

    private static RunAttempt ToAttempt(RunAttemptEntity row) =>
        new(row.Number, row.Worker, row.StartedAt, row.EndedAt, row.Outcome, row.Message);

    /// <summary>The share of the run that is done. For a succeeded run it is 1, even if the run stopped early.</summary>
    private static double Fraction(TrainingRunEntity row) => row switch
    {
        { State: RunState.Succeeded } => 1,
        { Epoch: 0 } or { StepsPerEpoch: 0 } => 0,
        _ => (row.Epoch - 1 + (double)row.Step / row.StepsPerEpoch) / row.Epochs,
    };
}
