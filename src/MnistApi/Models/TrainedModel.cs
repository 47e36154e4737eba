using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Hosting;
using MnistApi.Persistence;
using MnistApi.TestErrors;
using MnistApi.Training;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns;

namespace MnistApi.Models;

/// <summary>What a run becomes at its end: its best checkpoint, and how that did on the test images.</summary>
internal sealed record TrainedModel(Checkpoint Checkpoint, EvaluationResult Result)
{
    /// <summary>Adds the model and its test errors to a transaction. The first model that works is the champion.</summary>
    public async Task AddToAsync(MnistDb db, Guid runId, DateTime now, CancellationToken token)
    {
        db.Models.Add(new ModelEntity
        {
            Id = runId,
            Epoch = Checkpoint.Epoch,
            WeightsSha256 = Checkpoint.WeightsSha256,
            DatasetSha256 = Checkpoint.DatasetSha256,
            Evaluation = JsonSerializer.Serialize(Evaluation.Of(Result), ServiceJson.Options),
            CreatedAt = now,
        });
        db.TestErrors.AddRange(Result.Errors.Select(error => new TestErrorEntity
        {
            ModelId = runId,
            Index = error.Index,
            Label = error.Label,
            Predicted = error.Predicted,
            Confidence = ((double)error.Confidence).FiniteOrNull(),
            Loss = error.Loss.FiniteOrNull(),
            Probabilities = MemoryMarshal.AsBytes(error.Probabilities.ToArray().AsSpan()).ToArray(),
        }));
        var isSound = double.IsFinite(EpochResult.Best(Checkpoint.History)!.ValidationLoss);
        if (isSound && !await db.ModelAliases.AnyAsync(alias => alias.Alias == ModelAlias.Champion, token))
            db.ModelAliases.Add(new ModelAliasEntity { Alias = ModelAlias.Champion, ModelId = runId, UpdatedAt = now });
    }
}
