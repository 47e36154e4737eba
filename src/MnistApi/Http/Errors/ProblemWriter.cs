using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace MnistApi.Http.Errors;

/// <summary>
/// Writes every problem as application/problem+json. The writer of the framework writes nothing if the header Accept excludes JSON. RFC
/// 9110 (section 12.4.1) lets a service respond anyway, and a client that asked for an image needs to know why there is none.
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
            var details = OfStatus(context, problem.Status.Value);
            (problem.Type, problem.Title, problem.Detail) = (details.Type, details.Title, details.Detail);
            problem.Extensions["code"] = details.Extensions["code"];
        }

        problem.Instance = context.Request.PathBase + context.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
    }

    /// <summary>Creates the problem for a response of the framework, which has only a status.</summary>
    private static ProblemDetails OfStatus(HttpContext context, int status)
    {
        var request = context.Request;
        return status switch
        {
            401 => Problems.Details(
                ProblemCode.Unauthorized,
                $"{request.Path} is read-only and accepts only requests from the machine of the service, without a proxy. "
                + "To end a run: POST /api/v1/training-runs/{id}/cancel."),
            404 => Problems.Details(ProblemCode.RouteNotFound, $"There is no route {request.Path}. /swagger lists the routes."),
            405 => Problems.Details(
                ProblemCode.MethodNotAllowed,
                $"{request.Path} does not support {request.Method}. It supports {context.Response.Headers.Allow}."),
            413 => Problems.Details(ProblemCode.PayloadTooLarge, "The body is larger than this route accepts."),
            415 => Problems.Details(
                ProblemCode.UnsupportedMediaType,
                $"{request.Method} {request.Path} does not accept the content type '{request.ContentType}'. "
                + "/swagger lists those that it accepts."),
            < 500 => Problems.Details(ProblemCode.BadRequest, "The service cannot understand the request."),
            503 => Problems.Details(ProblemCode.NotReady, "The service is not ready. Try again in a few seconds."),
            _ => Problems.Details(
                ProblemCode.InternalError,
                "The service has an internal error. Its log has the details under this traceId."),
        };
    }
}
