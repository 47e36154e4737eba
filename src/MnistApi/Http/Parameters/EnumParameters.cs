using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using MnistApi.Http.Binding;
using MnistApi.Training.Text;

namespace MnistApi.Http.Parameters;

/// <summary>
/// Accepts enum parameters in the spelling of JSON. The framework binds an enum only by its C# name (<c>Succeeded</c>), but the API uses
/// camelCase (<c>succeeded</c>).
/// </summary>
internal static class EnumParameters
{
    public static void UseEnumParameters(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint)
            Rename(context, EndpointParameters.Of(endpoint).Where(parameter => parameter.Value.IsEnum));
        return next(context);
    });

    private static void Rename(HttpContext context, IEnumerable<KeyValuePair<string, Type>> parameters)
    {
        foreach (var (name, type) in parameters)
        {
            var route = context.Request.RouteValues;
            var query = context.Request.Query;
            if (route.TryGetValue(name, out var inRoute)) route[name] = NameOf(type, (string?)inRoute);
            else if (query.TryGetValue(name, out var inQuery))
                context.Features.Set<IQueryFeature>(Replace(query, name, NameOf(type, inQuery)));
        }
    }

    /// <summary>Creates a query with another value, for the parameter binding. The query string of the request does not change.</summary>
    private static QueryFeature Replace(IQueryCollection query, string name, string? value)
    {
        var values = new Dictionary<string, StringValues>(query, StringComparer.OrdinalIgnoreCase) { [name] = value };
        return new QueryFeature(new QueryCollection(values));
    }

    private static string? NameOf(Type type, string? word) =>
        EnumWord.All(type).ToList().IndexOf(word!) is >= 0 and var index ? Enum.GetNames(type)[index] : word;
}
