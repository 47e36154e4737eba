using System.Text.Json;

namespace MnistApi.Http.Parameters;

/// <summary>Says in words what a parameter must be.</summary>
internal static class ParameterTypes
{
    public static string Describe(Endpoint? endpoint, string name, string type)
    {
        if (endpoint is not null && EndpointParameters.Of(endpoint).TryGetValue(name, out var known) && known.IsEnum) return OneOf(known);
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
