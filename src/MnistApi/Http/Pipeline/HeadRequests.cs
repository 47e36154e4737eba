namespace MnistApi.Http.Pipeline;

/// <summary>
/// Answers HEAD requests on every route that answers GET (RFC 9110, section 9.3.2). The route runs as for GET. The server knows the
/// original method, so it sends only the headers.
/// </summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    public static void UseHeadRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var isHead = HttpMethods.IsHead(context.Request.Method);
        if (isHead) (context.Request.Method, context.Items[Mark]) = (HttpMethods.Get, true);
        try
        {
            await next(context);
        }
        finally
        {
            if (isHead) context.Request.Method = HttpMethods.Head;
        }

        if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false } response) AllowHead(response);
    });

    /// <summary>Whether the server sends only the headers. A handler then need not write an endless body.</summary>
    public static bool IsHeadRequest(this HttpContext context) => context.Items.ContainsKey(Mark);

    private static void AllowHead(HttpResponse response)
    {
        var methods = response.Headers.Allow.ToString().Split(", ");
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            response.Headers.Allow = string.Join(", ", [.. methods, HttpMethods.Head]);
    }
}
