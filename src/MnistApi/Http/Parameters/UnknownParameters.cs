using MnistApi.Http.Binding;
using MnistApi.Http.Errors;
using MnistApi.Training.Text;

namespace MnistApi.Http.Parameters;

/// <summary>
/// Refuses a query with an unknown or repeated parameter with the status 400. The message suggests the parameter with the most similar
/// name. Without this filter, a list with a misspelled filter would have all items.
/// </summary>
internal sealed class UnknownParameters : IEndpointFilter
{
    private const int ShownLength = 40;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Query.Count == 0) return await next(context);

        var endpoint = http.GetEndpoint()!;
        var known = EndpointParameters.InQuery(endpoint);
        var ignored = endpoint.Metadata.GetMetadata<IgnoredParametersAttribute>()?.Names ?? [];
        var errors = http.Request.Query
            .Where(parameter => !ignored.Contains(parameter.Key))
            .Select(parameter => (Name: parameter.Key, Error: ErrorOf(parameter.Key, parameter.Value.Count, known)))
            .Where(parameter => parameter.Error is not null)
            .ToDictionary(parameter => parameter.Name, parameter => new[] { parameter.Error! });
        return errors.Count > 0 ? Problems.Invalid(errors) : await next(context);
    }

    private static string? ErrorOf(string name, int count, IReadOnlySet<string> known)
    {
        if (known.Contains(name)) return count > 1 ? $"The parameter {name} must be given once. It is given {count} times." : null;
        var shown = TruncatedText.Of(name, ShownLength);
        if (known.Count == 0) return $"There is no parameter '{shown}'; this route takes none.";
        return NearestName.Of(name, known) is { } nearest
            ? $"There is no parameter '{shown}'; did you mean {nearest}?"
            : $"There is no parameter '{shown}'; this route takes {string.Join(", ", known)}.";
    }
}

/// <summary>Lists query parameters that a route ignores because client libraries add them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IgnoredParametersAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
