using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.ModelRegistry.Entities;

/// <summary>One time that an alias was pointed at a model. The models may have been deleted since.</summary>
internal sealed class ModelAliasChangeEntity
{
    public required string Alias { get; init; }

    /// <summary>From 1, increasing.</summary>
    public required int Number { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required Guid? FromModelId { get; init; }

    public required Guid ToModelId { get; init; }

    public required AliasChangeOrigin By { get; init; }

    public required bool IsForced { get; init; }

    public required string? Reason { get; init; }

    /// <summary>The number of the change that this one reverted.</summary>
    public required int? Undoes { get; init; }

    /// <summary>What the gate found; null if there was no gate to pass.</summary>
    public required GateReport? Report { get; init; }
}
