using System.Reflection;
using System.Runtime.CompilerServices;

namespace MnistApi.Hosting;

/// <summary>The parameters of a route's handler by name, those that are bound together one by one.</summary>
internal static class EndpointParameters
{
    private static readonly ConditionalWeakTable<Endpoint, Dictionary<string, Type>> Known = [];

    public static IReadOnlyDictionary<string, Type> Of(Endpoint endpoint) => Known.GetValue(endpoint, Read);

    private static Dictionary<string, Type> Read(Endpoint endpoint)
    {
        var parameters = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        return parameters
            .SelectMany(parameter => parameter.IsDefined(typeof(AsParametersAttribute))
                ? parameter.ParameterType.GetProperties().Select(property => (Name: property.Name, Type: property.PropertyType))
                : [(Name: parameter.Name!, Type: parameter.ParameterType)])
            .ToDictionary(parameter => parameter.Name, parameter => Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type, StringComparer.OrdinalIgnoreCase);
    }
}
