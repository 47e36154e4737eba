using System.Globalization;
using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.Sweeps.Requests;

/// <summary>Reads what differs between runs, and says what is wrong with it.</summary>
/// <param name="search">A grid needs to know how many values a range has.</param>
internal sealed class SweepParameterReader(SweepSearch search, List<ValidationError> faults)
{
    private const int MaxSteps = SweepRequest.MostRuns;

    /// <summary>Larger whole numbers are not exact as JSON.</summary>
    private const double MaxWhole = 1L << 53;

    private static readonly string[] RangeFields = ["from", "to", "scale", "steps"];

    /// <summary>Fields of a run that are no part of its configuration, and why they cannot differ.</summary>
    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["recipe"] = "all runs of a sweep have one recipe; start another sweep for another recipe",
        ["dataset"] = "accuracies on different datasets do not compare; start another sweep for another dataset",
        ["name"] = "a run is named after its sweep",
        ["keepCheckpoints"] = "the runs of a sweep keep the best and the last checkpoint",
        ["promoteTo"] = "point the alias at the best model when the sweep has ended: PUT /api/v1/model-aliases/{alias}",
        ["validationSize"] = "accuracies on different validation images do not compare; set it in overrides, for all runs",
    };

    /// <summary>What is known so far of the parameters that are in order.</summary>
    public IReadOnlyList<SweepParameter> Read(JsonElement parameters)
    {
        var read = parameters.EnumerateObject().Select(entry => Read(entry.Name, entry.Value)).OfType<SweepParameter>().ToArray();
        foreach (var inner in read)
            if (Array.Find(read, outer => outer != inner && SweepPath.IsWithin(inner.Path, outer.Path)) is { } outer)
                AddFault(inner.Path, $"The field parameters has both {outer.Path} and {inner.Path}, which is a part of it. Leave one of them out.");
        return read;
    }

    private SweepParameter? Read(string path, JsonElement value)
    {
        if (Fixed.TryGetValue(path, out var why)) return AddFault(path, $"The field parameters.{path} cannot differ between runs: {why}.");
        if (SweepPath.TypeOf(path) is not { } type) return AddFault(path, SweepPath.WhyUnknown(path));
        return value.ValueKind switch
        {
            JsonValueKind.Array => ReadList(path, value),
            JsonValueKind.Object => ReadRange(path, type, value),
            _ => AddFault(path, $"The field parameters.{path} must be a list of values, such as [1,2], or a range, such as {{\"from\":0.001,\"to\":0.1,\"scale\":\"log\"}}. It is {TruncatedText.Of(value.GetRawText())}."),
        };
    }

    private SweepParameter? ReadList(string path, JsonElement list)
    {
        JsonElement[] values = [.. list.EnumerateArray()];
        if (values.Length == 0) return AddFault(path, $"The list parameters.{path} must have at least one value. It is empty.");
        for (var i = 1; i < values.Length; i++)
            if (Array.Exists(values[..i], before => JsonElement.DeepEquals(before, values[i]))) return AddFault(path, $"The list parameters.{path} must have each value once. It has {TruncatedText.Of(values[i].GetRawText())} more than once.");
        return new SweepParameter(path, values, null);
    }

    private SweepParameter? ReadRange(string path, Type type, JsonElement range)
    {
        var isWhole = type == typeof(int) || type == typeof(long);
        if (!isWhole && type != typeof(double)) return AddFault(path, $"Only numbers have ranges, and {path} is none; give a list of its values.");
        foreach (var field in range.EnumerateObject().Where(field => !RangeFields.Contains(field.Name)))
            return AddFault(path, $"The range parameters.{path} has a field {TruncatedText.Of(field.Name)}, but a range has {string.Join(", ", RangeFields)}.");

        var kind = isWhole ? "a whole number" : "a number";
        if (Number(range, "from", isWhole) is not { } from) return AddFault(path, $"The field parameters.{path}.from must be {kind}. It is {Field(range, "from")}.");
        if (Number(range, "to", isWhole) is not { } to) return AddFault(path, $"The field parameters.{path}.to must be {kind}. It is {Field(range, "to")}.");
        if (from >= to) return AddFault(path, $"The range parameters.{path} must go from a smaller to a larger number. It goes from {Text(from)} to {Text(to)}.");
        if (Scale(range) is not { } scale) return AddFault(path, $"The field parameters.{path}.scale must be one of linear, log. It is {Field(range, "scale")}.");
        if (scale == SweepScale.Log && from <= 0) return AddFault(path, $"The range parameters.{path} must be of numbers above 0, because its scale is log. It goes from {Text(from)}.");
        if (!TrySteps(range, out var steps)) return AddFault(path, $"The field parameters.{path}.steps must be a whole number between 2 and {MaxSteps}. It is {Field(range, "steps")}.");
        if (steps is null && search == SweepSearch.Grid) return AddFault(path, $"The range parameters.{path} needs steps in a grid: the number of its values, such as {Example(from, to, scale)}. Or search at random.");

        var read = new SweepRange(from, to, scale, isWhole, steps);
        if (steps is null) return new SweepParameter(path, null, read);
        var values = read.Spread();
        var different = values.Select(value => value.GetRawText()).Distinct().Count();
        return different == values.Count
            ? new SweepParameter(path, values, read)
            : AddFault(path, $"The range parameters.{path} must have steps that are different numbers. From {Text(from)} to {Text(to)} in {steps} steps only {different} are.");
    }

    private static double? Number(JsonElement range, string name, bool isWhole) =>
        range.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && double.IsFinite(number)
        && (!isWhole || (number == Math.Truncate(number) && Math.Abs(number) <= MaxWhole)) ? number : null;

    private static SweepScale? Scale(JsonElement range)
    {
        if (!range.TryGetProperty("scale", out var scale) || scale.ValueKind == JsonValueKind.Null) return SweepScale.Linear;
        if (scale.ValueKind != JsonValueKind.String) return null;
        return scale.ValueEquals("log") ? SweepScale.Log : scale.ValueEquals("linear") ? SweepScale.Linear : null;
    }

    private static bool TrySteps(JsonElement range, out int? steps)
    {
        steps = null;
        if (!range.TryGetProperty("steps", out var value) || value.ValueKind == JsonValueKind.Null) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number is < 2 or > MaxSteps) return false;
        steps = number;
        return true;
    }

    private SweepParameter? AddFault(string path, string message)
    {
        faults.Add(new ValidationError($"parameters.{TruncatedText.Of(path)}", message));
        return null;
    }

    private static string Example(double from, double to, SweepScale scale) =>
        $"{{\"from\":{Text(from)},\"to\":{Text(to)},\"scale\":\"{(scale == SweepScale.Log ? "log" : "linear")}\",\"steps\":4}}";

    private static string Field(JsonElement range, string name) => range.TryGetProperty(name, out var value) ? TruncatedText.Of(value.GetRawText()) : "missing";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
