using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Text;

namespace MnistApi.Training.Configuration;

/// <summary>Which JSON is taken for the single values of a configuration.</summary>
internal static class ConfigScalar
{
    /// <summary>The value as the type's JSON, or null.</summary>
    /// <param name="expected">What it must be, such as "a whole number"; to be read where the result is null.</param>
    public static JsonNode? Read(Type type, JsonElement value, out string expected)
    {
        if (type.IsEnum) return OneOf(EnumWord.All(type), value, out expected);
        if (type == typeof(bool)) return Truth(value, out expected);
        if (type == typeof(int)) return Whole(value, out expected);
        if (type == typeof(double)) return Number(value, out expected);
        throw new NotSupportedException($"There are no overrides of the type {type} yet.");
    }

    /// <summary>Stricter than the converter that reads it later, which takes any case, and several names at once.</summary>
    private static JsonValue? OneOf(IReadOnlyList<string> names, JsonElement value, out string expected)
    {
        expected = $"one of {string.Join(", ", names)}";
        return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString()) ? JsonValue.Create(value) : null;
    }

    private static JsonValue? Truth(JsonElement value, out string expected)
    {
        expected = "true or false";
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(value) : null;
    }

    /// <summary>3, and 3.0 and 3e0 too, which are integers to JSON Schema and in JavaScript.</summary>
    private static JsonValue? Whole(JsonElement value, out string expected)
    {
        expected = "a whole number";
        if (value.ValueKind != JsonValueKind.Number || value.GetDouble() is var number && number != Math.Truncate(number)) return null;
        expected = $"a whole number between {int.MinValue} and {int.MaxValue}";
        return number is >= int.MinValue and <= int.MaxValue ? JsonValue.Create((int)number) : null;
    }

    private static JsonValue? Number(JsonElement value, out string expected)
    {
        expected = "a number";
        if (value.ValueKind != JsonValueKind.Number) return null;
        expected = string.Create(CultureInfo.InvariantCulture, $"a number between {double.MinValue} and {double.MaxValue}");
        return double.IsFinite(value.GetDouble()) ? JsonValue.Create(value) : null;
    }
}
