using Microsoft.Extensions.Options;

namespace MnistApi.Http.Pipeline;

/// <summary>
/// Serves behind a proxy, also if the proxy publishes the service under a path. That path is the <c>PathBase</c> of the request. A handler
/// that writes a path into a response must add it in front.
/// </summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;

        // With empty lists, the middleware would trust every proxy.
        if (options.Trusted.Count > 0) app.UseForwardedHeaders(options.ToForwardedHeaders());
        if (options.PathBase is { } path) app.Use((context, next) => UnderPath(context, next, path));
        app.Use(CompleteLocation);
    }

    private static Task UnderPath(HttpContext context, RequestDelegate next, PathString path)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(path, out var rest)) (request.PathBase, request.Path) = (path, rest.HasValue ? rest : "/");
        else if (!request.PathBase.HasValue) request.PathBase = path;
        return next(context);
    }

    /// <summary>Adds the path of the proxy to the header Location, which routes set to a path within the service.</summary>
    private static Task CompleteLocation(HttpContext context, RequestDelegate next)
    {
        if (context.Request.PathBase is not { HasValue: true } path) return next(context);

        context.Response.OnStarting(() =>
        {
            var location = context.Response.Headers.Location.ToString();
            if (location.StartsWith("/api/", StringComparison.Ordinal)) context.Response.Headers.Location = path + location;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
