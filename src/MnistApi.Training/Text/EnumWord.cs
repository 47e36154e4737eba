using System.Text.Json;

namespace MnistApi.Training.Text;

/// <summary>Spells enum values as JSON does: in camelCase.</summary>
public static class EnumWord
{
    /// <summary>The word for a value, such as <c>oneCycle</c>.</summary>
    /// <param name="value">A named value of an enum without flags.</param>
    public static string Of(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The words for all values of an enum, in the order of the values.</summary>
    /// <param name="enumType">The enum.</param>
    /// <exception cref="ArgumentException">The type is not an enum.</exception>
    public static IReadOnlyList<string> All(Type enumType) => [.. Enum.GetNames(enumType).Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
