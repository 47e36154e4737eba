using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Errors;
using MnistApi.Http.OpenApi;

namespace MnistApi.Http.Pipeline;

/// <summary>Reads the headers of a body once for all routes: compressed bodies are refused, and the charset is spelled as the framework expects it.</summary>
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

    /// <returns>The codings other than identity, as they were sent; null if there are none.</returns>
    private static string? CodingOf(HttpRequest request)
    {
        var codings = request.Headers.ContentEncoding.SelectMany(value => value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Where(coding => !coding.Equals(Identity, StringComparison.OrdinalIgnoreCase));
        return string.Join(", ", codings) is { Length: > 0 } others ? others : null;
    }

    private static Task RefuseAsync(HttpContext context, string coding)
    {
        context.Response.Headers.AcceptEncoding = Identity; // RFC 9110, 15.5.16
        return ProblemCode.UnsupportedMediaType.Because($"The content coding '{coding}' is not supported. Send the body uncompressed and without the header Content-Encoding.").ExecuteAsync(context);
    }

    /// <summary>The framework knows neither quoted charsets nor <c>utf8</c>.</summary>
    private static void SpellCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue) return;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset).ToString().Trim();
        type.Charset = IsUtf8(charset) ? "utf-8" : charset;
        request.ContentType = type.ToString();
    }

    private static bool IsUtf8(string charset) => charset.Replace("-", "").Replace("_", "").Equals("utf8", StringComparison.OrdinalIgnoreCase);
}
