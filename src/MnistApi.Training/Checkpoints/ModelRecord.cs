using System.Text.Json;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Checkpoints;

/// <summary>How a model was trained, and its results. It is JSON beside the model's file (<see cref="Checkpoints.ModelFile"/>).</summary>
/// <param name="Recipe">The name of the recipe.</param>
/// <param name="TrainedAt">The end of the training.</param>
/// <param name="Epochs">All epochs of the run. The model is the best of them.</param>
/// <param name="Test">Results on the test images, which were evaluated once.</param>
public sealed record ModelRecord(string Recipe, DateTimeOffset TrainedAt, IReadOnlyList<EpochResult> Epochs, EvaluationResult Test)
{
    /// <summary>The record as JSON in UTF-8.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, TrainingJson.Options);

    /// <summary>Reads a record from JSON in UTF-8.</summary>
    /// <exception cref="JsonException">The JSON is not a record.</exception>
    public static ModelRecord Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ModelRecord>(json, TrainingJson.Options) ?? throw new JsonException("The record of a model is null.");
}
