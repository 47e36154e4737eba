using System.Linq.Expressions;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Training.Configuration;

namespace MnistApi.ModelRegistry.Entities;

/// <summary>A model of a succeeded run, or the one that ships with the service.</summary>
internal sealed class ModelEntity
{
    /// <summary>The id of the run.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the run.</summary>
    public required string Name { get; init; }

    public required string Recipe { get; init; }

    public required string Dataset { get; init; }

    public required string DatasetSha256 { get; init; }

    public required long Seed { get; init; }

    public required TrainingConfig Config { get; init; }

    /// <summary>The epoch of the model's checkpoint, from 1.</summary>
    public required int Epoch { get; init; }

    public required double ValidationAccuracy { get; init; }

    /// <summary>The validation loss of the epoch; null if it was not a finite number.</summary>
    public required double? ValidationLoss { get; init; }

    public required string WeightsSha256 { get; init; }

    /// <summary>The temperature of the <see cref="Training.Evaluation.Calibration"/>.</summary>
    public required double Temperature { get; init; }

    /// <summary>The confidence threshold of the <see cref="Training.Evaluation.Calibration"/>.</summary>
    public required double ConfidenceThreshold { get; init; }

    /// <summary>
    /// The bytes of a <see cref="Training.Checkpoints.ModelFile"/>; null if the checkpoint of the run and the epoch has the weights.
    /// </summary>
    public required byte[]? Weights { get; init; }

    public required ModelEvaluation Evaluation { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>Selects every column except the weights, which may be large.</summary>
    public static Expression<Func<ModelEntity, ModelEntity>> WithoutWeights { get; } = model => new ModelEntity
    {
        Id = model.Id,
        Name = model.Name,
        Recipe = model.Recipe,
        Dataset = model.Dataset,
        DatasetSha256 = model.DatasetSha256,
        Seed = model.Seed,
        Config = model.Config,
        Epoch = model.Epoch,
        ValidationAccuracy = model.ValidationAccuracy,
        ValidationLoss = model.ValidationLoss,
        WeightsSha256 = model.WeightsSha256,
        Temperature = model.Temperature,
        ConfidenceThreshold = model.ConfidenceThreshold,
        Weights = null,
        Evaluation = model.Evaluation,
        CreatedAt = model.CreatedAt,
    };
}
