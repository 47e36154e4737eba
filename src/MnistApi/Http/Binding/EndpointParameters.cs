using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace MnistApi.Http.Binding;

/// <summary>Reads the parameters of a route's handler. A parameter object (<c>[AsParameters]</c>) counts as its properties.</summary>
internal static class EndpointParameters
{
    private static readonly ConditionalWeakTable<Endpoint, Dictionary<string, Type>> Types = [];
    private static readonly ConditionalWeakTable<Endpoint, HashSet<string>> QueryNames = [];

    /// <summary>The type of each parameter by its name, ignoring case. A nullable type counts as the type of its value.</summary>
    public static IReadOnlyDictionary<string, Type> Of(Endpoint endpoint) => Types.GetValue(endpoint, ReadTypes);

    /// <summary>The names of the query parameters, ignoring case, in the order of the handler.</summary>
    public static IReadOnlySet<string> InQuery(Endpoint endpoint) => QueryNames.GetValue(endpoint, ReadQueryNames);

    private static Dictionary<string, Type> ReadTypes(Endpoint endpoint) =>
        Read(endpoint).ToDictionary(
            parameter => parameter.Name,
            parameter => Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type,
            StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> ReadQueryNames(Endpoint endpoint)
    {
        var routeParameters = (endpoint as RouteEndpoint)?.RoutePattern.Parameters ?? [];
        var inRoute = routeParameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Read(endpoint)
            .Where(parameter => IsParsable(parameter.Type) && !IsElsewhere(parameter.Source) && !inRoute.Contains(parameter.Name))
            .Select(parameter => NameInQuery(parameter.Source) ?? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<(string Name, Type Type, ICustomAttributeProvider Source)> Read(Endpoint endpoint)
    {
        var parameters = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        return parameters.SelectMany(parameter => parameter.IsDefined(typeof(AsParametersAttribute))
            ? parameter.ParameterType.GetProperties()
                .Select(property => (property.Name, property.PropertyType, (ICustomAttributeProvider)property))
            : [(parameter.Name!, parameter.ParameterType, parameter)]);
    }

    private static string? NameInQuery(ICustomAttributeProvider source) =>
        source.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name;

    private static bool IsElsewhere(ICustomAttributeProvider source) =>
        source.GetCustomAttributes(inherit: true)
            .Any(attribute => attribute is IFromHeaderMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata);

    /// <summary>Whether a text in the query can be parsed as this type. Other types are services, bodies and the request itself.</summary>
    private static bool IsParsable(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value.IsEnum || value.GetInterfaces().Any(IsParsableInterface);
    }

    private static bool IsParsableInterface(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IParsable<>);
}
