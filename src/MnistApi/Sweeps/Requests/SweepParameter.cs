using System.Text.Json;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;

namespace MnistApi.Sweeps.Requests;

/// <summary>A parameter of a sweep: a field that differs between the runs, with a list of values or a range.</summary>
/// <param name="Path">The path of the field in the overrides of a run, such as <c>optimizer.learningRate</c>, or <c>seed</c>.</param>
/// <param name="Values">All values; null for a range without steps.</param>
/// <param name="Range">The range; null for a list.</param>
internal sealed record SweepParameter(string Path, IReadOnlyList<JsonElement>? Values, SweepRange? Range)
{
    /// <summary>The number of possible values; infinite for a range of real numbers without steps.</summary>
    public double Count => Values?.Count ?? Range!.Count;

    /// <summary>Draws a value at random.</summary>
    public JsonElement Draw(ref SeededRandom random) =>
        Values is { } values ? values[random.NextInt32(values.Count)] : Range!.Draw(ref random);

    /// <summary>The parameter as the API returns it. A range always has its scale and its steps.</summary>
    public JsonElement ToJson() => Range is { } range
        ? JsonSerializer.SerializeToElement(
            new { from = range.From, to = range.To, scale = range.Scale, steps = range.Steps }, TrainingJson.Options)
        : JsonSerializer.SerializeToElement(Values);
}
