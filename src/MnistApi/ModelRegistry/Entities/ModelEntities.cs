using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Gate;

namespace MnistApi.ModelRegistry.Entities;

/// <summary>The model of a succeeded run, or one that came as a file.</summary>
internal sealed class ModelEntity
{
    /// <summary>The run's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The epoch whose checkpoint it is.</summary>
    public required int Epoch { get; init; }

    public required string WeightsSha256 { get; init; }

    public required string DatasetSha256 { get; init; }

    /// <summary>Of its <see cref="Training.Evaluation.Calibration"/>, as is the next.</summary>
    public required double Temperature { get; init; }

    public required double AcceptFrom { get; init; }

    /// <summary>A <see cref="Training.Checkpoints.ModelFile"/>; null where the run's checkpoint of the epoch has the weights.</summary>
    public required byte[]? Weights { get; init; }

    /// <summary>An <see cref="Evaluation"/> as JSON.</summary>
    public required string Evaluation { get; init; }

    public required DateTime CreatedAt { get; init; }
}

/// <summary>A name that points at a model.</summary>
internal sealed class ModelAliasEntity
{
    public required string Alias { get; init; }

    public required Guid ModelId { get; set; }

    public required DateTime UpdatedAt { get; set; }

    /// <summary>The number of its newest change, a concurrency token; 0 where it was made before changes were written down.</summary>
    public int Version { get; set; }
}

/// <summary>A time that an alias was pointed at a model. The models may have been deleted meanwhile.</summary>
internal sealed class ModelAliasChangeEntity
{
    public required string Alias { get; init; }

    /// <summary>From 1, rising.</summary>
    public required int Number { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required Guid? FromModelId { get; init; }

    public required Guid ToModelId { get; init; }

    public required AliasChangeOrigin By { get; init; }

    public required bool IsForced { get; init; }

    public required string? Reason { get; init; }

    /// <summary>The number of the change that this one undid.</summary>
    public required int? Undoes { get; init; }

    /// <summary>A <see cref="GateReport"/> as JSON; null where there was no gate to pass.</summary>
    public required string? Report { get; init; }
}
