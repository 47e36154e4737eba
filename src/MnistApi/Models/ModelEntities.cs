namespace MnistApi.Models;

/// <summary>The model of a succeeded run.</summary>
internal sealed class ModelEntity
{
    /// <summary>The run's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The epoch whose checkpoint it is.</summary>
    public required int Epoch { get; init; }

    public required string WeightsSha256 { get; init; }

    public required string DatasetSha256 { get; init; }

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
}
