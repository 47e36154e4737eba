using System.Text.Json;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Checkpoints;

/// <summary>How a model came to be, and how it does: what is told of it besides its file (<see cref="Checkpoints.ModelFile"/>), as JSON beside that.</summary>
/// <param name="Recipe">The name of the recipe that it was made from.</param>
/// <param name="TrainedAt">When its training ended.</param>
/// <param name="Epochs">All epochs of its run; the model is the best of them.</param>
/// <param name="Test">On the test images, which it met once.</param>
public sealed record ModelRecord(string Recipe, DateTimeOffset TrainedAt, IReadOnlyList<EpochResult> Epochs, EvaluationResult Test)
{
    /// <summary>As UTF-8.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, TrainingJson.Options);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ModelRecord Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<ModelRecord>(json, TrainingJson.Options) ?? throw new JsonException("The record of a model is null.");
}
