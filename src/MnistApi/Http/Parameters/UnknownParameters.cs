using MnistApi.Http.Binding;
using MnistApi.Http.Errors;
using MnistApi.Training.Text;

namespace MnistApi.Http.Parameters;

/// <summary>
/// Refuses a query with a parameter that the route does not have, or has only once: 400, with the parameter that may have been meant. A misspelt
/// filter would otherwise answer with everything.
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
            .Select(parameter => (Name: parameter.Key, Fault: Fault(parameter.Key, parameter.Value.Count, known)))
            .Where(parameter => parameter.Fault is not null)
            .ToDictionary(parameter => parameter.Name, parameter => new[] { parameter.Fault! });
        return errors.Count > 0 ? Problems.Invalid(errors) : await next(context);
    }

    private static string? Fault(string name, int count, IReadOnlySet<string> known)
    {
        if (known.Contains(name)) return count > 1 ? $"The parameter {name} must be given once. It is given {count} times." : null;
        var shown = TruncatedText.Of(name, ShownLength);
        if (known.Count == 0) return $"There is no parameter '{shown}'; this route takes none.";
        return NearestName.Of(name, known) is { } nearest
            ? $"There is no parameter '{shown}'; did you mean {nearest}?"
            : $"There is no parameter '{shown}'; this route takes {string.Join(", ", known)}.";
    }
}

/// <summary>Names in the query that a route ignores, because programs add them on their own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IgnoredParametersAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
