namespace MnistApi.ModelRegistry.Entities;

/// <summary>The state of a run at the end of an epoch, from which training continues or a model predicts.</summary>
internal sealed class CheckpointEntity
{
    public required Guid RunId { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The bytes of a safetensors file.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The size of the file, in bytes.</summary>
    public required int Bytes { get; init; }

    public required string WeightsSha256 { get; init; }

    public required DateTime CreatedAt { get; init; }
}
