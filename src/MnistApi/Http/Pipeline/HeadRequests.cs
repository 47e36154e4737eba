namespace MnistApi.Http.Pipeline;

/// <summary>
/// Answers HEAD wherever GET is answered. The route runs as for GET; the server, which knows the true method, sends the headers and drops the
/// body (RFC 9110, section 9.3.2).
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

    /// <summary>Whether only the headers will be sent, so that a body without an end need not be written.</summary>
    public static bool IsHeadRequest(this HttpContext context) => context.Items.ContainsKey(Mark);

    private static void AllowHead(HttpResponse response)
    {
        var methods = response.Headers.Allow.ToString().Split(", ");
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head)) response.Headers.Allow = string.Join(", ", [.. methods, HttpMethods.Head]);
    }
}
