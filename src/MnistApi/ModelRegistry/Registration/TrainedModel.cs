using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Registration;

/// <summary>What a finished run hands to the registry: its best checkpoint, calibrated, and how that did on the test images.</summary>
/// <param name="Id">The id of the run.</param>
/// <param name="PromoteTo">The alias that the run asked for; null if it asked for none.</param>
/// <param name="Works">The checks of <see cref="SmokeTest"/>. They are made before the transaction because they take time.</param>
internal sealed record TrainedModel(
    Guid Id,
    string Name,
    string Recipe,
    string Dataset,
    string? PromoteTo,
    Checkpoint Checkpoint,
    Calibration Calibration,
    EvaluationResult Result,
    IReadOnlyList<GateCheck> Works)
{
    /// <summary>The epoch that the checkpoint is of.</summary>
    public EpochResult Best { get; } = EpochResult.Best(Checkpoint.History)!;

    /// <summary>How the model did on the test images.</summary>
    public TestResult Test => Result.ToTestResult();

    /// <summary>Whether the model's figures can be believed.</summary>
    public EvaluationCheck Plausibility => new(
        MeasuredAccuracy.Of(Best.ValidationAccuracy, Checkpoint.Config.ValidationSize),
        MeasuredAccuracy.Of(Result.Accuracy, Result.SampleCount),
        double.IsFinite(Best.ValidationLoss) && double.IsFinite(Result.Loss));

    /// <summary>Adds the model and its test errors to the transaction, and points the alias at it if the gate lets it pass.</summary>
    /// <returns>What the run should be warned of.</returns>
    public async Task<RegistrationFindings> RegisterAsync(MnistDb db, DateTime now, CancellationToken token)
    {
        db.AddModel(ToRow(now), Result);
        var notPromoted = await ModelPromotion.ApplyAsync(db, this, now, token);
        return new RegistrationFindings(Plausibility.Faults, FirstNonFiniteEpoch, notPromoted);
    }

    private int? FirstNonFiniteEpoch =>
        Checkpoint.History.FirstOrDefault(epoch => !double.IsFinite(epoch.TrainLoss) || !double.IsFinite(epoch.ValidationLoss))?.Epoch;

    private ModelEntity ToRow(DateTime now) => new()
    {
        Id = Id,
        Name = Name,
        Recipe = Recipe,
        Dataset = Dataset,
        DatasetSha256 = Checkpoint.DatasetSha256,
        Seed = Checkpoint.Seed,
        Config = Checkpoint.Config,
        Epoch = Checkpoint.Epoch,
        ValidationAccuracy = Best.ValidationAccuracy,
        ValidationLoss = Best.ValidationLoss.FiniteOrNull(),
        WeightsSha256 = Checkpoint.WeightsSha256,
        Temperature = Calibration.Temperature,
        ConfidenceThreshold = Calibration.ConfidenceThreshold,
        Weights = null,
        Evaluation = Contracts.Evaluation.Of(Result),
        CreatedAt = now,
    };
}

/// <summary>What the registry found when it took a model.</summary>
/// <param name="EvaluationErrors">Why the model's figures cannot be right, a sentence each.</param>
/// <param name="FirstNonFiniteEpoch">The first epoch whose loss was not a finite number; null if there was none.</param>
/// <param name="NotPromoted">Why the model did not take the alias that the run asked for; null if it did, or asked for none.</param>
internal sealed record RegistrationFindings(IReadOnlyList<string> EvaluationErrors, int? FirstNonFiniteEpoch, string? NotPromoted);
