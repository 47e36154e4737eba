using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.ModelRegistry.Entities;

/// <summary>A change that pointed an alias at a model. The models may have been deleted since.</summary>
internal sealed class ModelAliasChangeEntity
{
    public required string Alias { get; init; }

    /// <summary>The number of the change: 1 for the first change of the alias, and one more for each later change.</summary>
    public required int Number { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required Guid? FromModelId { get; init; }

    public required Guid ToModelId { get; init; }

    public required AliasChangeOrigin By { get; init; }

    public required bool IsForced { get; init; }

    public required string? Reason { get; init; }

    /// <summary>The number of the change that this one undid; null if it undid none.</summary>
    public required int? Undoes { get; init; }

    /// <summary>The result of the gate; null if the change did not go through the gate.</summary>
    public required GateReport? Report { get; init; }
}
