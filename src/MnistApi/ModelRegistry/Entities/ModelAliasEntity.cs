namespace MnistApi.ModelRegistry.Entities;

/// <summary>A name that points at a model.</summary>
internal sealed class ModelAliasEntity
{
    public required string Alias { get; init; }

    public required Guid ModelId { get; set; }

    public required DateTime UpdatedAt { get; set; }

    /// <summary>The number of the alias's newest change, for optimistic concurrency; 0 if the alias is older than the history.</summary>
    public int Version { get; set; }
}
