using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace MnistApi.Http.Errors;

/// <summary>What every error is told by (RFC 9457).</summary>
/// <param name="Type" example="urn:mnistapi:problem:runNotFound">The code as a URN.</param>
/// <param name="Title" example="No such training run.">The same for each problem of this code.</param>
/// <param name="Status" example="404">The HTTP status.</param>
/// <param name="Detail">What was wrong, what was expected and what to do.</param>
/// <param name="Instance" example="/api/v1/training-runs/01a2098c-8952-78e0-99a0-b1ddf201addd">The path that was asked for.</param>
/// <param name="Code">What went wrong, for programs. More codes may be added.</param>
/// <param name="Errors">Messages by field or parameter; only with <c>validationFailed</c>.</param>
/// <param name="TraceId" example="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00">Finds the request in the service's log.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    ProblemCode Code,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors,
    string TraceId)
{
    /// <summary>A problem that is told within an answer.</summary>
    internal static Problem Of(ProblemDetails details, HttpContext context) => new(
        details.Type!, details.Title!, details.Status!.Value, details.Detail!, context.Request.PathBase + context.Request.Path,
        Enum.Parse<ProblemCode>((string)details.Extensions["code"]!, ignoreCase: true),
        details.Extensions.TryGetValue("errors", out var errors) ? ((IReadOnlyDictionary<string, string[]>)errors!).ToDictionary(field => field.Key, IReadOnlyList<string> (field) => field.Value) : null,
        Activity.Current?.Id ?? context.TraceIdentifier);
}
