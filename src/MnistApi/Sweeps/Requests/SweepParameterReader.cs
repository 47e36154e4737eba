using System.Text.Json;
using MnistApi.Sweeps.Contracts;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.Sweeps.Requests;

/// <summary>Reads the parameters of a sweep, and adds their errors to a list.</summary>
/// <param name="search">The search. In a grid, a range must have steps.</param>
internal sealed class SweepParameterReader(SweepSearch search, List<ValidationError> errors)
{
    private const string OtherImages = "Accuracies on different validation images cannot be compared. Set it in overrides, for all runs.";

    /// <summary>The fields that cannot be parameters, with the reasons.</summary>
    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["recipe"] = "All runs of a sweep have the same recipe. Start another sweep for another recipe.",
        ["dataset"] = "Accuracies on different datasets cannot be compared. Start another sweep for another dataset.",
        ["name"] = "The service names each run after its sweep.",
        ["keepCheckpoints"] = "The runs of a sweep keep only the best and the last checkpoint.",
        ["promoteTo"] = "When the sweep has ended, point the alias at the best model: PUT /api/v1/model-aliases/{alias}.",
        ["validationSize"] = OtherImages,
        ["validationSplit"] = OtherImages,
    };

    /// <summary>Reads the field <c>parameters</c>.</summary>
    /// <returns>The parameters that are valid.</returns>
    public IReadOnlyList<SweepParameter> Read(JsonElement parameters)
    {
        SweepParameter[] read = [.. parameters.EnumerateObject().Select(entry => Read(entry.Name, entry.Value)).OfType<SweepParameter>()];
        foreach (var inner in read)
        {
            if (Array.Find(read, outer => outer != inner && SweepPath.IsWithin(inner.Path, outer.Path)) is not { } outer) continue;
            AddError(
                inner.Path,
                $"The field parameters has both {outer.Path} and {inner.Path}, which is part of it. Leave one of them out.");
        }

        return read;
    }

    private SweepParameter? Read(string path, JsonElement value)
    {
        if (Fixed.TryGetValue(path, out var reason))
            return AddError(path, $"The field parameters.{path} cannot differ between runs. {reason}");
        if (SweepPath.TypeOf(path) is not { } type) return AddError(path, SweepPath.WhyUnknown(path));
        return value.ValueKind switch
        {
            JsonValueKind.Array => ReadList(path, value),
            JsonValueKind.Object => ReadRange(path, type, value),
            _ => AddError(
                path,
                $"The field parameters.{path} must be a list of values, such as [1,2], or a range, such as "
                + $"{{\"from\":0.001,\"to\":0.1,\"scale\":\"log\"}}. It is {TruncatedText.Of(value.GetRawText())}."),
        };
    }

    private SweepParameter? ReadList(string path, JsonElement list)
    {
        JsonElement[] values = [.. list.EnumerateArray()];
        if (values.Length == 0) return AddError(path, $"The list parameters.{path} must have at least one value. It is empty.");
        for (var i = 1; i < values.Length; i++)
        {
            if (!Array.Exists(values[..i], earlier => JsonElement.DeepEquals(earlier, values[i]))) continue;
            var value = TruncatedText.Of(values[i].GetRawText());
            return AddError(path, $"The list parameters.{path} must have each value once. It has {value} more than once.");
        }

        return new SweepParameter(path, values, null);
    }

    private SweepParameter? ReadRange(string path, Type type, JsonElement value)
    {
        var (range, error) = SweepRangeReader.Read(path, type, value, search);
        if (range is null) return AddError(path, error!);
        return new SweepParameter(path, range.Steps is null ? null : range.Spread(), range);
    }

    private SweepParameter? AddError(string path, string message)
    {
        errors.Add(new ValidationError($"parameters.{TruncatedText.Of(path)}", message));
        return null;
    }
}
