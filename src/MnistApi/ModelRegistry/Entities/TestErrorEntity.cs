namespace MnistApi.ModelRegistry.Entities;

/// <summary>A test image whose prediction differs from its label.</summary>
internal sealed class TestErrorEntity
{
    public required Guid ModelId { get; init; }

    /// <summary>The index of the image in the test set, from 0.</summary>
    public required int Index { get; init; }

    public required int Label { get; init; }

    public required int Predicted { get; init; }

    /// <summary>Null if it was not a finite number.</summary>
    public required float? Confidence { get; init; }

    /// <summary>Null if it was not a finite number.</summary>
    public required double? Loss { get; init; }

    /// <summary>[10], the probability of each digit as float32, little-endian.</summary>
    public required byte[] Probabilities { get; init; }
}
