using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace MnistApi.Http.Errors;

/// <summary>
/// Writes every problem as application/problem+json. The framework's own writer declines where the header Accept excludes JSON, but RFC 9110
/// (section 12.4.1) lets a service answer anyway, and a client that asked for an image needs to read why there is none.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        Complete(http, problem);
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, ContentType));
    }

    private static void Complete(HttpContext context, ProblemDetails problem)
    {
        problem.Status ??= context.Response.StatusCode;
        if (!problem.Extensions.ContainsKey("code"))
        {
            var ours = OfStatus(context, problem.Status.Value);
            (problem.Type, problem.Title, problem.Detail) = (ours.Type, ours.Title, ours.Detail);
            problem.Extensions["code"] = ours.Extensions["code"];
        }

        problem.Instance = context.Request.PathBase + context.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
    }

    /// <summary>For the answers that the framework gives: it knows the status alone.</summary>
    private static ProblemDetails OfStatus(HttpContext context, int status)
    {
        var request = context.Request;
        return status switch
        {
            401 => Problems.Details(ProblemCode.Unauthorized, $"{request.Path} answers requests that come straight from the service's own machine, through no proxy, and lets nothing be changed. To end a run: POST /api/v1/training-runs/{{id}}/cancel."),
            404 => Problems.Details(ProblemCode.RouteNotFound, $"There is no route {request.Path}. /swagger lists them all."),
            405 => Problems.Details(ProblemCode.MethodNotAllowed, $"{request.Path} does not take {request.Method}, but {context.Response.Headers.Allow}."),
            413 => Problems.Details(ProblemCode.PayloadTooLarge, "The body is larger than this route accepts."),
            415 => Problems.Details(ProblemCode.UnsupportedMediaType, $"{request.Method} {request.Path} does not take the content type '{request.ContentType}'. /swagger lists those that it takes."),
            < 500 => Problems.Details(ProblemCode.BadRequest, "The request cannot be understood."),
            503 => Problems.Details(ProblemCode.NotReady, "The service is not ready. Try again in a few seconds."),
            _ => Problems.Details(ProblemCode.InternalError, "A fault of the service; its log has more under this traceId."),
        };
    }
}
