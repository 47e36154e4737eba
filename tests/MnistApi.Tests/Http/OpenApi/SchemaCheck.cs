using System.Text.Json;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>Compares values with their schemas, more strictly than the schemas require: an undescribed property is a fault too.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> Faults(this OpenApiDocument document, JsonElement schema, JsonElement value, string path = "$")
    {
        var isNullable = schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean();
        if (value.ValueKind == JsonValueKind.Null) return isNullable ? [] : [$"{path} is null"];
        if (schema.TryGetProperty("allOf", out var parts))
            return parts.EnumerateArray().SelectMany(part => document.Faults(part, value, path));

        schema = document.Resolve(schema);
        if (!schema.TryGetProperty("type", out _)) return []; // Any JSON.
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value.ToString()))
            return [$"{path} is {value}, which is not among its words"];
        return schema.GetProperty("type").GetString() switch
        {
            "object" when value.ValueKind == JsonValueKind.Object => document.FaultsOfObject(schema, value, path),
            "array" when value.ValueKind == JsonValueKind.Array => value
                .EnumerateArray()
                .SelectMany((item, i) => document.Faults(schema.GetProperty("items"), item, $"{path}[{i}]")),
            "string" when value.ValueKind == JsonValueKind.String => FaultsOfFormat(schema, value, path),
            "boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False => [],
            "integer" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) => FaultsOfBounds(schema, value, path),
            "number" when value.ValueKind == JsonValueKind.Number => FaultsOfBounds(schema, value, path),
            var type => [$"{path} is {value.ValueKind}, not {type}"],
        };
    }

    private static IEnumerable<string> FaultsOfObject(this OpenApiDocument document, JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!))
                if (!value.TryGetProperty(name, out _)) yield return $"{path}.{name} is missing";

        foreach (var property in value.EnumerateObject())
        {
            if ((schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out var described))
                || (schema.TryGetProperty("additionalProperties", out described) && described.ValueKind == JsonValueKind.Object))
            {
                foreach (var fault in document.Faults(described, property.Value, $"{path}.{property.Name}")) yield return fault;
            }
            else
            {
                yield return $"{path}.{property.Name} is not described";
            }
        }
    }

    private static string[] FaultsOfFormat(JsonElement schema, JsonElement value, string path)
    {
        var isValid = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "uuid" => value.TryGetGuid(out _),
            "date-time" => value.TryGetDateTimeOffset(out var time) && time.Offset == TimeSpan.Zero,
            _ => true,
        };
        return isValid ? [] : [$"{path} is '{value}', which is no {format}"];
    }

    private static IEnumerable<string> FaultsOfBounds(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("minimum", out var minimum) && value.GetDouble() < minimum.GetDouble())
            yield return $"{path} is {value}, below {minimum}";
        if (schema.TryGetProperty("maximum", out var maximum) && value.GetDouble() > maximum.GetDouble())
            yield return $"{path} is {value}, above {maximum}";
    }
}
