using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using MnistApi.Training.Text;

namespace MnistApi.Training.Configuration.Merging;

/// <summary>Merges overrides into a configuration's JSON. The types that the JSON is read into decide which overrides are valid.</summary>
internal sealed class ConfigMerge
{
    private const string KindName = "kind";

    private readonly List<ValidationError> _errors = [];

    /// <summary>All errors so far, in the order of the overrides.</summary>
    public IReadOnlyList<ValidationError> Errors => _errors;

    /// <summary>Merges an object. Without errors, the result can be read as the type.</summary>
    /// <param name="type">The type that the object is read into.</param>
    /// <param name="current">The object to change; null for the type's defaults.</param>
    /// <param name="overrides">The fields that change.</param>
    /// <param name="path">The object's path with a dot at the end; empty for the whole configuration.</param>
    public JsonObject Objects(Type type, JsonObject? current, JsonElement overrides, string path)
    {
        var start = IsOtherKind(current, overrides) ? null : current;
        var properties = TrainingJson.Options.GetTypeInfo(type).Properties
            .Where(property => property.Set is not null)
            .ToDictionary(property => property.Name);
        var merged = new JsonObject();
        foreach (var entry in overrides.EnumerateObject())
        {
            var field = path + TruncatedText.Of(entry.Name);
            if (!properties.TryGetValue(entry.Name, out var property))
                _errors.Add(new ValidationError(field, Unknown(type, field, entry.Name, properties.Keys)));
            else if (merged.ContainsKey(entry.Name))
                _errors.Add(new ValidationError(field, $"The field {field} occurs more than once. Give it once."));
            else
                merged.Add(entry.Name, Value(property.PropertyType, property.IsSetNullable, start?[entry.Name], entry.Value, field));
        }

        foreach (var (name, value) in start ?? []) merged.TryAdd(name, value?.DeepClone());
        return merged;
    }

    private static bool IsOtherKind(JsonObject? current, JsonElement overrides) =>
        current?[KindName] is { } kind && overrides.TryGetProperty(KindName, out var other)
        && other.ValueKind == JsonValueKind.String && !other.ValueEquals(kind.GetValue<string>());

    /// <summary>The value of a field or of an array's item; null if it is null or invalid.</summary>
    private JsonNode? Value(Type type, bool isNullable, JsonNode? current, JsonElement value, string field)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!isNullable) _errors.Add(new ValidationError(field, $"The field {field} must not be null."));
            return null;
        }

        var info = TrainingJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        return (info.Kind, value.ValueKind) switch
        {
            (JsonTypeInfoKind.Object, JsonValueKind.Object) => Objects(info.Type, current as JsonObject, value, $"{field}."),
            (JsonTypeInfoKind.Object, _) => WrongType(field, "an object", value),
            (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => Items(info.ElementType!, value, field),
            (JsonTypeInfoKind.Enumerable, _) => WrongType(field, "an array", value),
            _ => ConfigScalar.Read(info.Type, value, out var expected) ?? WrongType(field, expected, value),
        };
    }

    private JsonArray Items(Type type, JsonElement items, string field) =>
        [.. items.EnumerateArray().Select((item, i) => Value(type, isNullable: false, current: null, item, $"{field}[{i}]"))];

    private JsonNode? WrongType(string field, string expected, JsonElement value)
    {
        _errors.Add(new ValidationError(field, $"The field {field} must be {expected}. It is {TruncatedText.Of(value.GetRawText())}."));
        return null;
    }

    private static string Unknown(Type type, string field, string name, IReadOnlyCollection<string> known)
    {
        string[] meant = NearestName.Of(name, known) is { } nearest ? [nearest] : [.. NestedPaths(type, name)];
        var hint = meant.Length > 0 ? $" Did you mean {string.Join(" or ", meant)}?" : "";
        return $"The field {field} is unknown.{hint} The known fields are {string.Join(", ", known)}.";
    }

    /// <summary>Paths to a field of that name in nested objects: <c>optimizer.learningRate</c> for <c>learningRate</c>.</summary>
    private static IEnumerable<string> NestedPaths(Type type, string name) =>
        from property in TrainingJson.Options.GetTypeInfo(type).Properties
        let info = TrainingJson.Options.GetTypeInfo(property.PropertyType)
        where property.Set is not null && info.Kind == JsonTypeInfoKind.Object
        from path in info.Properties.Any(inner => inner.Set is not null && inner.Name == name) ? [name] : NestedPaths(info.Type, name)
        select $"{property.Name}.{path}";
}
