using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace MnistApi.Http.Binding;

/// <summary>The parameters of a route's handler by name, those that are bound together one by one.</summary>
internal static class EndpointParameters
{
    private static readonly ConditionalWeakTable<Endpoint, Dictionary<string, Type>> Known = [];
    private static readonly ConditionalWeakTable<Endpoint, HashSet<string>> KnownInQuery = [];

    public static IReadOnlyDictionary<string, Type> Of(Endpoint endpoint) => Known.GetValue(endpoint, ReadTypes);

    /// <summary>The names that the query may have, case aside, in the handler's order.</summary>
    public static IReadOnlySet<string> InQuery(Endpoint endpoint) => KnownInQuery.GetValue(endpoint, ReadQueryNames);

    private static Dictionary<string, Type> ReadTypes(Endpoint endpoint) =>
        Read(endpoint).ToDictionary(parameter => parameter.Name, parameter => Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type, StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> ReadQueryNames(Endpoint endpoint)
    {
        var inRoute = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        return Read(endpoint)
            .Where(parameter => IsText(parameter.Type) && !IsElsewhere(parameter.Source) && !inRoute.Contains(parameter.Name))
            .Select(parameter => NameInQuery(parameter.Source) ?? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<(string Name, Type Type, ICustomAttributeProvider Source)> Read(Endpoint endpoint)
    {
        var parameters = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        return parameters.SelectMany(parameter => parameter.IsDefined(typeof(AsParametersAttribute))
            ? parameter.ParameterType.GetProperties().Select(property => (property.Name, property.PropertyType, (ICustomAttributeProvider)property))
            : [(parameter.Name!, parameter.ParameterType, parameter)]);
    }

    private static string? NameInQuery(ICustomAttributeProvider source) => source.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name;

    private static bool IsElsewhere(ICustomAttributeProvider source) =>
        source.GetCustomAttributes(inherit: true).Any(attribute => attribute is IFromHeaderMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata);

    /// <summary>Whether a text in the query can be read as this type; others are services, bodies and the request itself.</summary>
    private static bool IsText(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value.IsEnum || value.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IParsable<>));
    }
}
