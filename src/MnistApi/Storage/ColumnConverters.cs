using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MnistApi.Training.Text;

namespace MnistApi.Storage;

/// <summary>Marks times as UTC when they are read, because SQLite does not store the kind of a time.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

/// <summary>Stores an enum value as its camelCase name in the API.</summary>
internal sealed class CamelCaseConverter<TEnum>() : ValueConverter<TEnum, string>(
    value => EnumWord.Of(value), text => Enum.Parse<TEnum>(text, true))
    where TEnum : struct, Enum;

/// <summary>Columns that contain JSON.</summary>
internal static class JsonColumns
{
    /// <summary>
    /// Stores a property as JSON. The value must be immutable: EF Core detects a change only if the property is set to another object.
    /// </summary>
    public static void HasJsonConversion<TValue>(this PropertyBuilder<TValue> property, JsonSerializerOptions options)
    {
        var converter = new ValueConverter<TValue, string>(
            value => JsonSerializer.Serialize(value, options),
            json => JsonSerializer.Deserialize<TValue>(json, options)!);
        property.HasConversion(converter, new ValueComparer<TValue>(
            (one, other) => ReferenceEquals(one, other),
            value => value == null ? 0 : value.GetHashCode(),
            value => value));
    }

    /// <summary>Whether the property is stored as JSON.</summary>
    public static bool IsJson(IReadOnlyProperty property) =>
        property.GetValueConverter() is { ProviderClrType: var stored, ModelClrType.IsEnum: false } && stored == typeof(string);
}
