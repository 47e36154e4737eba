using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.Sweeps.Requests;

/// <summary>Dotted paths into the configuration of a run.</summary>
internal static class SweepPath
{
    public const string Seed = "seed";

    /// <summary>Longer ones lead nowhere.</summary>
    private const int MaxLength = 200;

    /// <summary>The type of what stands at the path; null where there is no such field.</summary>
    public static Type? TypeOf(string path)
    {
        if (path == Seed) return typeof(long);
        if (path.Length > MaxLength) return null;

        var type = typeof(TrainingConfig);
        foreach (var name in path.Split('.'))
        {
            var info = TrainingJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            if (info.Kind != JsonTypeInfoKind.Object || info.Properties.FirstOrDefault(property => property.Name == name && property.Set is not null) is not { } property) return null;
            type = property.PropertyType;
        }

        return Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>Why there is no such field, with those that there are.</summary>
    public static string WhyUnknown(string path)
    {
        if (path.Length > MaxLength) return $"The field {TruncatedText.Of(path, MaxLength)} is unknown.";
        var overrides = new JsonObject();
        overrides.SetAt(path, JsonSerializer.SerializeToElement(0));
        return ConfigOverrides.Apply(Recipes.All[0].Config, overrides).Errors is [var fault, ..] ? fault.Message : $"The field {path} is unknown.";
    }

    /// <summary>Whether the field stands at the path, or within what stands there.</summary>
    public static bool IsWithin(string field, string path) =>
        field.StartsWith(path, StringComparison.Ordinal) && (field.Length == path.Length || field[path.Length] is '.' or '[');

    /// <summary>Puts a value where the path leads; the objects on the way are made where they are not there.</summary>
    public static void SetAt(this JsonObject root, string path, JsonElement value)
    {
        var names = path.Split('.');
        var node = root;
        foreach (var name in names[..^1])
        {
            if (node[name] is not JsonObject inner) node[name] = inner = [];
            node = inner;
        }

        node[names[^1]] = value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(value.GetRawText());
    }

    /// <summary>Whether something stands at the path already, or on the way to it.</summary>
    public static bool HasAt(this JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (var name in path.Split('.'))
        {
            if (node is not JsonObject inner) return true;
            if (!inner.TryGetPropertyValue(name, out node)) return false;
        }

        return true;
    }
}
