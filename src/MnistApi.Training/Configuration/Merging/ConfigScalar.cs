using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Text;

namespace MnistApi.Training.Configuration.Merging;

/// <summary>Decides which JSON is a valid value for a single field of a configuration.</summary>
internal static class ConfigScalar
{
    /// <summary>The value as JSON of the type; null if the value is not valid.</summary>
    /// <param name="type">An enum, <c>bool</c>, <c>int</c> or <c>double</c>.</param>
    /// <param name="value">Any JSON value.</param>
    /// <param name="expected">What the value must be, such as "a whole number". It has a meaning only if the result is null.</param>
    public static JsonNode? Read(Type type, JsonElement value, out string expected)
    {
        if (type.IsEnum) return OneOf(EnumWord.All(type), value, out expected);
        if (type == typeof(bool)) return Boolean(value, out expected);
        if (type == typeof(int)) return WholeNumber(value, out expected);
        if (type == typeof(double)) return Number(value, out expected);
        throw new NotSupportedException($"Overrides of the type {type} are not supported.");
    }

    /// <summary>
    /// This check is stricter than the converter that reads the value later. The converter accepts any case and several names at once.
    /// </summary>
    private static JsonValue? OneOf(IReadOnlyList<string> names, JsonElement value, out string expected)
    {
        expected = $"one of {string.Join(", ", names)}";
        return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString()) ? JsonValue.Create(value) : null;
    }

    private static JsonValue? Boolean(JsonElement value, out string expected)
    {
        expected = "true or false";
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(value) : null;
    }

    /// <summary>3 is a whole number. So are 3.0 and 3e0, which JSON Schema and JavaScript treat as integers.</summary>
    private static JsonValue? WholeNumber(JsonElement value, out string expected)
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
