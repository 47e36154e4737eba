using Microsoft.Extensions.Options;

namespace MnistApi.Http.Pipeline;

/// <summary>
/// Serves behind a proxy, also under a path of the proxy's. What is known of that path is the request's <c>PathBase</c>; whoever writes a path
/// into an answer puts it in front.
/// </summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        if (options.Trusted.Count > 0) app.UseForwardedHeaders(options.ToForwardedHeaders()); // With nobody in its lists it would believe everybody.
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

    /// <summary>Routes name what they made by its path within the service.</summary>
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
