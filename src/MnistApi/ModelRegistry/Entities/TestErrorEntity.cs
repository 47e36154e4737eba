namespace MnistApi.ModelRegistry.Entities;

/// <summary>A test image whose prediction differs from its label.</summary>
internal sealed class TestErrorEntity
{
    public required Guid ModelId { get; init; }

    /// <summary>From 0, in the test set.</summary>
    public required int Index { get; init; }

    public required int Label { get; init; }

    public required int Predicted { get; init; }

    /// <summary>Null if it was not finite.</summary>
    public required float? Confidence { get; init; }

    /// <summary>Null if it was not finite.</summary>
    public required double? Loss { get; init; }

    /// <summary>[10] float32, little-endian.</summary>
    public required byte[] Probabilities { get; init; }
}
