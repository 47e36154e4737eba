using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using MnistApi.Http.Binding;
using MnistApi.Training.Text;

namespace MnistApi.Http.Parameters;

/// <summary>
/// Lets parameters be spelled as in JSON: the framework binds an enum by its C# name alone (<c>Succeeded</c>), but the API's words
/// are camelCase (<c>succeeded</c>).
/// </summary>
internal static class EnumParameters
{
    public static void UseEnumParameters(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint) Rename(context, EndpointParameters.Of(endpoint).Where(parameter => parameter.Value.IsEnum));
        return next(context);
    });

    private static void Rename(HttpContext context, IEnumerable<KeyValuePair<string, Type>> parameters)
    {
        foreach (var (name, type) in parameters)
        {
            var route = context.Request.RouteValues;
            if (route.TryGetValue(name, out var inRoute)) route[name] = NameOf(type, (string?)inRoute);
            else if (context.Request.Query.TryGetValue(name, out var inQuery)) context.Features.Set<IQueryFeature>(WithQuery(context.Request.Query, name, NameOf(type, inQuery)));
        }
    }

    /// <summary>Another query for the binding; the request's own text stays as it was sent.</summary>
    private static QueryFeature WithQuery(IQueryCollection query, string name, string? value) =>
        new QueryFeature(new QueryCollection(new Dictionary<string, StringValues>(query, StringComparer.OrdinalIgnoreCase) { [name] = value }));

    private static string? NameOf(Type type, string? word) =>
        EnumWord.All(type).ToList().IndexOf(word!) is >= 0 and var index ? Enum.GetNames(type)[index] : word;
}
