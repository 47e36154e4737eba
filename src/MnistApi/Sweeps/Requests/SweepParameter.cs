using System.Text.Json;
using MnistApi.Training.Data;

namespace MnistApi.Sweeps.Requests;

/// <summary>One thing that differs between a sweep's runs: a list of values, or a range.</summary>
/// <param name="Path">Where it stands in a run's overrides, such as <c>optimizer.learningRate</c>; or <c>seed</c>.</param>
/// <param name="Values">All of them; null for a range without steps.</param>
/// <param name="Range">Null for a list.</param>
internal sealed record SweepParameter(string Path, IReadOnlyList<JsonElement>? Values, SweepRange? Range)
{
    /// <summary>How many values it can have.</summary>
    public double Count => Values?.Count ?? Range!.Count;

    public JsonElement Draw(ref SeededRandom random) => Values is { } values ? values[random.NextInt32(values.Count)] : Range!.Draw(ref random);
}
