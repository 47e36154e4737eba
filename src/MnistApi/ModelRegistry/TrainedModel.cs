using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Gate;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.ModelRegistry;

/// <summary>What a run becomes at its end: its best checkpoint, calibrated, how that did on the test images, and whether it works.</summary>
/// <param name="Works">The checks of <see cref="SmokeTest"/>, made before the transaction, since they take time.</param>
internal sealed record TrainedModel(Checkpoint Checkpoint, Calibration Calibration, EvaluationResult Result, IReadOnlyList<GateCheck> Works)
{
    /// <summary>Whether its figures can be believed.</summary>
    public EvaluationCheck Evaluation
    {
        get
        {
            var best = EpochResult.Best(Checkpoint.History)!;
            return new EvaluationCheck(
                MeasuredAccuracy.Of(best.ValidationAccuracy, Checkpoint.Config.ValidationSize),
                MeasuredAccuracy.Of(Result.Accuracy, Result.SampleCount),
                double.IsFinite(best.ValidationLoss) && double.IsFinite(Result.Loss));
        }
    }

    /// <summary>Adds the model and its test errors to a transaction, and points the alias at it that is to be its.</summary>
    public Task AddToAsync(MnistDb db, TrainingRunEntity run, DateTime now, CancellationToken token)
    {
        db.AddModel(
            new ModelEntity
            {
                Id = run.Id,
                Epoch = Checkpoint.Epoch,
                WeightsSha256 = Checkpoint.WeightsSha256,
                DatasetSha256 = Checkpoint.DatasetSha256,
                Temperature = Calibration.Temperature,
                AcceptFrom = Calibration.ConfidenceThreshold,
                Weights = null,
                Evaluation = Result.ToJson(),
                CreatedAt = now,
            },
            Result);
        RunWarnings.Add(run, Evaluation.Faults.Select(fault => new RunWarning(RunWarningCode.EvaluationImplausible, $"{fault} No alias can point at this model.")));
        if (FirstNonFiniteEpoch is { } epoch) RunWarnings.Add(run, [NonFiniteLossSince(epoch)]);
        return ModelPromotion.ApplyAsync(db, run, this, now, token);
    }

    private int? FirstNonFiniteEpoch => Checkpoint.History.FirstOrDefault(epoch => !double.IsFinite(epoch.TrainLoss) || !double.IsFinite(epoch.ValidationLoss))?.Epoch;

    private static RunWarning NonFiniteLossSince(int epoch) => new(
        RunWarningCode.NonFiniteLoss,
        $"The loss was not a finite number in epoch {epoch}, and training went on because onNonFiniteLoss is continue. Train with the loss crossEntropy, which takes the logits and does not compute log(0).");
}
