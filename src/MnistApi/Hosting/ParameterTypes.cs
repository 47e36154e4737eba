using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace MnistApi.Hosting;

/// <summary>Says in words what a parameter must be.</summary>
internal static class ParameterTypes
{
    public static string Describe(Endpoint? endpoint, string name, string type)
    {
        var parameter = endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(metadata => string.Equals(metadata.Name, name, StringComparison.OrdinalIgnoreCase));
        if (parameter is not null && (Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType) is { IsEnum: true } values)
            return OneOf(values);
        return type switch
        {
            _ when type.Contains("Guid", StringComparison.Ordinal) => "a GUID",
            _ when type.Contains("int", StringComparison.OrdinalIgnoreCase) || type.Contains("long", StringComparison.Ordinal) => "a whole number",
            _ when type.Contains("bool", StringComparison.OrdinalIgnoreCase) => "true or false",
            _ => $"a {type}",
        };
    }

    public static string OneOf(Type values) => $"one of {string.Join(", ", Enum.GetNames(values).Select(JsonNamingPolicy.CamelCase.ConvertName))}";
}
