using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Registration;

/// <summary>
/// The result of a training run that the registry stores as a model: the best checkpoint, its calibration and its evaluation on the test
/// images.
/// </summary>
/// <param name="Id">The id of the run.</param>
/// <param name="PromoteTo">The alias that the run named; null if it named none.</param>
/// <param name="ModelChecks">The checks of <see cref="SmokeTest"/>. They take time, so they are made before the transaction.</param>
internal sealed record TrainedModel(
    Guid Id,
    string Name,
    string Recipe,
    string Dataset,
    string? PromoteTo,
    Checkpoint Checkpoint,
    Calibration Calibration,
    EvaluationResult Result,
    IReadOnlyList<GateCheck> ModelChecks)
{
    /// <summary>The epoch of the checkpoint.</summary>
    public EpochResult Best { get; } = EpochResult.Best(Checkpoint.History)!;

    /// <summary>The result on the test images.</summary>
    public TestResult Test => Result.ToTestResult();

    /// <summary>The check that the evaluation is plausible.</summary>
    public EvaluationCheck EvaluationCheck => new(
        MeasuredAccuracy.Of(Best.ValidationAccuracy, Checkpoint.Config.ValidationSize),
        MeasuredAccuracy.Of(Result.Accuracy, Result.SampleCount),
        double.IsFinite(Best.ValidationLoss) && double.IsFinite(Result.Loss));

    /// <summary>Adds the model and its test errors to the transaction, and points the alias at it if the model passes the gate.</summary>
    /// <returns>The findings that become warnings of the run.</returns>
    public async Task<RegistrationFindings> RegisterAsync(MnistDb db, DateTime now, CancellationToken token)
    {
        db.AddModel(ToRow(now), Result);
        var notPromoted = await ModelPromotion.ApplyAsync(db, this, now, token);
        return new RegistrationFindings(EvaluationCheck.Errors, FirstNonFiniteEpoch, notPromoted);
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
        Evaluation = ModelEvaluation.Of(Result),
        CreatedAt = now,
    };
}

/// <summary>Findings about a new model, which become warnings of its run.</summary>
/// <param name="EvaluationErrors">The errors of <see cref="EvaluationCheck"/>, a sentence each.</param>
/// <param name="FirstNonFiniteEpoch">The first epoch whose loss was not a finite number; null if there was none.</param>
/// <param name="NotPromoted">
/// The reason why the model did not get the alias that the run named; null if it got the alias or the run named none.
/// </param>
internal sealed record RegistrationFindings(IReadOnlyList<string> EvaluationErrors, int? FirstNonFiniteEpoch, string? NotPromoted);
