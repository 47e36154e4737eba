using System.Globalization;
using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Text;

namespace MnistApi.Sweeps.Requests;

/// <summary>Reads a range of numbers, such as <c>{"from":0.001,"to":0.1,"scale":"log","steps":3}</c>.</summary>
internal static class SweepRangeReader
{
    private const int MaxSteps = SweepRequest.MaxRunCount;

    /// <summary>JSON readers do not represent larger integers exactly.</summary>
    private const double MaxInteger = 1L << 53;

    private static readonly string[] Fields = ["from", "to", "scale", "steps"];

    /// <summary>Reads a range.</summary>
    /// <param name="path">The path of the parameter, for messages.</param>
    /// <param name="type">The type of the field at the path.</param>
    /// <param name="search">The search. In a grid, a range must have steps.</param>
    /// <returns>The range and no error, or null and its first error.</returns>
    public static (SweepRange? Range, string? Error) Read(string path, Type type, JsonElement range, SweepSearch search)
    {
        var isInteger = type == typeof(int) || type == typeof(long);
        if (!isInteger && type != typeof(double))
            return Error($"Only numbers have ranges, but the field {path} is not a number. Give a list of its values instead.");
        foreach (var field in range.EnumerateObject().Where(field => !Fields.Contains(field.Name)))
            return Error(
                $"The range parameters.{path} has the unknown field {TruncatedText.Of(field.Name)}. "
                + $"The known fields are {string.Join(", ", Fields)}.");

        var kind = isInteger ? "a whole number" : "a number";
        if (Number(range, "from", isInteger) is not { } from) return Invalid("from", kind);
        if (Number(range, "to", isInteger) is not { } to) return Invalid("to", kind);
        if (from >= to)
            return Error(
                $"The range parameters.{path} must go from a smaller to a larger number. It goes from {Text(from)} to {Text(to)}.");
        if (Scale(range) is not { } scale) return Invalid("scale", "one of linear, log");
        if (scale == SweepScale.Log && from <= 0)
            return Error(
                $"The range parameters.{path} must contain only numbers above 0, because its scale is log. It goes from {Text(from)}.");
        if (!TrySteps(range, out var steps)) return Invalid("steps", $"a whole number between 2 and {MaxSteps}");

        var read = new SweepRange(from, to, scale, isInteger, steps);
        return steps is null ? CheckSearch(path, read, search) : CheckSteps(path, read);

        (SweepRange?, string?) Invalid(string name, string expected)
        {
            var actual = range.TryGetProperty(name, out var value) ? TruncatedText.Of(value.GetRawText()) : "missing";
            return Error($"The field parameters.{path}.{name} must be {expected}. It is {actual}.");
        }
    }

    private static (SweepRange?, string?) CheckSearch(string path, SweepRange range, SweepSearch search)
    {
        if (search != SweepSearch.Grid) return (range, null);
        var scale = range.Scale == SweepScale.Log ? "log" : "linear";
        var example = $"{{\"from\":{Text(range.From)},\"to\":{Text(range.To)},\"scale\":\"{scale}\",\"steps\":4}}";
        return Error(
            $"The range parameters.{path} needs steps in a grid. "
            + $"Give the number of values, for example {example}, or use a random search.");
    }

    private static (SweepRange?, string?) CheckSteps(string path, SweepRange range)
    {
        var values = range.Spread();
        var different = values.Select(value => value.GetRawText()).Distinct().Count();
        return different == values.Count
            ? (range, null)
            : Error(
                $"The range parameters.{path} must have steps that are different numbers. "
                + $"From {Text(range.From)} to {Text(range.To)} in {range.Steps} steps, only {different} are different.");
    }

    private static double? Number(JsonElement range, string name, bool isInteger)
    {
        if (!range.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number) return null;
        var number = value.GetDouble();
        if (!double.IsFinite(number)) return null;
        var isExactInteger = number == Math.Truncate(number) && Math.Abs(number) <= MaxInteger;
        return isInteger && !isExactInteger ? null : number;
    }

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

    private static (SweepRange?, string?) Error(string message) => (null, message);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
