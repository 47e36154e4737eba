using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace MnistApi.Http.Errors;

/// <summary>The body of every error response (RFC 9457).</summary>
/// <param name="Type" example="urn:mnistapi:problem:runNotFound">The code, as a URN.</param>
/// <param name="Title" example="No such training run.">A short text, the same for every problem with this code.</param>
/// <param name="Status" example="404">The HTTP status code of the response.</param>
/// <param name="Detail">What was wrong, what was expected, and what to do.</param>
/// <param name="Instance" example="/api/v1/training-runs/01a2098c-8952-78e0-99a0-b1ddf201addd">The path of the request.</param>
/// <param name="Code">The name of the problem, for programs. Later versions may add codes.</param>
/// <param name="Errors">The messages by field or parameter. Only `validationFailed` has it.</param>
/// <param name="TraceId" example="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00">The id of the request in the log.</param>
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
    /// <summary>Converts a problem to a contract, for a response that contains problems.</summary>
    internal static Problem Of(ProblemDetails details, HttpContext context) => new(
        details.Type!,
        details.Title!,
        details.Status!.Value,
        details.Detail!,
        context.Request.PathBase + context.Request.Path,
        Enum.Parse<ProblemCode>((string)details.Extensions["code"]!, ignoreCase: true),
        ErrorsOf(details),
        Activity.Current?.Id ?? context.TraceIdentifier);

    private static Dictionary<string, IReadOnlyList<string>>? ErrorsOf(ProblemDetails details) =>
        details.Extensions.TryGetValue("errors", out var value) && value is IReadOnlyDictionary<string, string[]> errors
            ? errors.ToDictionary(field => field.Key, IReadOnlyList<string> (field) => field.Value)
            : null;
}
