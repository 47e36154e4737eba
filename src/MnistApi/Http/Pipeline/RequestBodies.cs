using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Errors;
using MnistApi.Http.OpenApi;

namespace MnistApi.Http.Pipeline;

/// <summary>
/// Checks the headers of request bodies for all routes. It refuses compressed bodies and spells the charset as the framework expects it.
/// </summary>
internal static class RequestBodies
{
    private const string Identity = "identity";

    public static void UseRequestBodies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!TakesBody(context)) return next(context);
        if (CodingOf(context.Request) is { } coding) return RefuseAsync(context, coding);
        SpellCharset(context.Request);
        return next(context);
    });

    private static bool TakesBody(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<IAcceptsMetadata>() is not null || metadata.GetMetadata<DescribedBodyAttribute>() is not null)
        && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;

    /// <returns>The content codings other than identity, as the client sent them; null if there are none.</returns>
    private static string? CodingOf(HttpRequest request)
    {
        const StringSplitOptions options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var codings = request.Headers.ContentEncoding
            .SelectMany(value => value?.Split(',', options) ?? [])
            .Where(coding => !coding.Equals(Identity, StringComparison.OrdinalIgnoreCase));
        return string.Join(", ", codings) is { Length: > 0 } others ? others : null;
    }

    private static Task RefuseAsync(HttpContext context, string coding)
    {
        context.Response.Headers.AcceptEncoding = Identity; // RFC 9110, section 15.5.16
        var problem = ProblemCode.UnsupportedMediaType.Because(
            $"The content coding '{coding}' is not supported. Send the body uncompressed and without the header Content-Encoding.");
        return problem.ExecuteAsync(context);
    }

    /// <summary>Replaces quoted charsets and <c>utf8</c>, which the framework does not know.</summary>
    private static void SpellCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue) return;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset).ToString().Trim();
        type.Charset = IsUtf8(charset) ? "utf-8" : charset;
        request.ContentType = type.ToString();
    }

    private static bool IsUtf8(string charset) =>
        charset.Replace("-", "").Replace("_", "").Equals("utf8", StringComparison.OrdinalIgnoreCase);
}
