using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;
using MnistApi.Training.Text;

namespace MnistApi.Sweeps.Requests;

/// <summary>Dotted paths of fields in the configuration of a run, such as <c>optimizer.learningRate</c>.</summary>
internal static class SweepPath
{
    public const string Seed = "seed";

    /// <summary>The largest length of a path. No field has a longer one.</summary>
    private const int MaxLength = 200;

    /// <summary>Returns the type of the field at a path; null if there is no such field.</summary>
    public static Type? TypeOf(string path)
    {
        if (path == Seed) return typeof(long);
        if (path.Length > MaxLength) return null;

        var type = typeof(TrainingConfig);
        foreach (var name in path.Split('.'))
        {
            var info = TrainingJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            if (info.Kind != JsonTypeInfoKind.Object) return null;
            if (info.Properties.FirstOrDefault(known => known.Name == name && known.Set is not null) is not { } property) return null;
            type = property.PropertyType;
        }

        return Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>Returns the message for a path without a field. It names the known fields.</summary>
    public static string WhyUnknown(string path)
    {
        if (path.Length > MaxLength) return $"The field {TruncatedText.Of(path, MaxLength)} is unknown.";
        var overrides = new JsonObject();
        overrides.SetAt(path, JsonSerializer.SerializeToElement(0));
        return ConfigOverrides.Apply(Recipes.All[0].Config, overrides).Errors is [var error, ..]
            ? error.Message
            : $"The field {path} is unknown.";
    }

    /// <summary>Whether a field is at the path or inside the value at the path.</summary>
    public static bool IsWithin(string field, string path) =>
        field.StartsWith(path, StringComparison.Ordinal) && (field.Length == path.Length || field[path.Length] is '.' or '[');

    /// <summary>Sets the value at a path, and creates missing objects on the way.</summary>
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

    /// <summary>Whether there is a value at the path, or a value other than an object on the way.</summary>
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
