using MnistApi.Persistence;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns;

namespace MnistApi.Models;

/// <summary>What a run becomes at its end: its best checkpoint, calibrated, how that did on the test images, and whether it works.</summary>
/// <param name="Works">The checks of <see cref="SmokeTest"/>, made before the transaction, since they take time.</param>
internal sealed record TrainedModel(Checkpoint Checkpoint, Calibration Calibration, EvaluationResult Result, IReadOnlyList<GateCheck> Works)
{
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
                AcceptFrom = Calibration.AcceptFrom,
                Weights = null,
                Evaluation = Result.ToJson(),
                CreatedAt = now,
            },
            Result);
        return ModelPromotion.ApplyAsync(db, run, this, now, token);
    }
}
