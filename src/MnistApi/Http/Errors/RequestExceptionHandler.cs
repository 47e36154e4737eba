using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using MnistApi.Http.Binding;
using MnistApi.Storage;
using MnistApi.Training.Text;

namespace MnistApi.Http.Errors;

/// <summary>Converts exceptions to problems. The message of an unexpected exception never leaves the service.</summary>
internal sealed partial class RequestExceptionHandler(IProblemDetailsService problems, ILogger<RequestExceptionHandler> logger)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The client has closed the connection, so nobody reads a response.
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;

        var problem = exception switch
        {
            BadHttpRequestException request => BadRequest(httpContext, request),
            InvalidOperationException when IsUnknownCharset(exception, httpContext.Request) => Problems.Details(
                ProblemCode.UnsupportedMediaType,
                $"The charset of '{httpContext.Request.ContentType}' is not supported. Send JSON as UTF-8."),
            InvalidDataException => Problems.Details(ProblemCode.BadRequest, exception.Message),
            _ when exception.IsUnstorableText() => UnstorableText(),
            _ when exception.FindDatabaseFailure() is { } failure => DatabaseProblem(httpContext, failure, exception),
            _ => Unexpected(httpContext, exception),
        };
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private static ProblemDetails BadRequest(HttpContext context, BadHttpRequestException exception) => exception switch
    {
        { InnerException: JsonException json } => JsonProblems.Malformed(json),
        { StatusCode: 413 } => Problems.Details(
            ProblemCode.PayloadTooLarge,
            $"The body is larger than this route accepts{Limit(context)}."),
        { StatusCode: 415 } => Problems.Details(
            ProblemCode.UnsupportedMediaType,
            $"{exception.Message.TrimEnd('.')}; it is '{context.Request.ContentType}'."),
        _ when BadParameter().Match(exception.Message) is { Success: true } match => InvalidParameter(context, match),
        _ when MissingBody().IsMatch(exception.Message) => Problems.Details(
            ProblemCode.MalformedJson,
            "The body is missing or null, but a JSON object is expected."),
        _ => Problems.Details(ProblemCode.BadRequest, exception.Message),
    };

    /// <summary>The framework throws a plain <see cref="InvalidOperationException"/> for a charset that it does not know.</summary>
    private static bool IsUnknownCharset(Exception exception, HttpRequest request) =>
        exception.Message.Contains("charset", StringComparison.Ordinal)
        && request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true;

    private static ProblemDetails UnstorableText() => Problems.InvalidDetails(
        "request",
        "A text of the request has the character U+0000 or half of a surrogate pair. No text may have these. Remove them.");

    private ProblemDetails DatabaseProblem(HttpContext context, DatabaseFailure failure, Exception exception)
    {
        var code = Problems.NameOf(DatabaseProblems.CodeOf(failure));
        LogDatabaseFailed(logger, context.Request.Method, context.Request.Path, code, exception.GetBaseException().Message);
        context.Response.Headers.RetryAfter = DatabaseProblems.RetryAfterSeconds(failure).ToString(CultureInfo.InvariantCulture);
        return DatabaseProblems.Of(failure);
    }

    private ProblemDetails Unexpected(HttpContext context, Exception exception)
    {
        LogRequestFailed(logger, exception, context.Request.Method, context.Request.Path);
        return Problems.Details(
            ProblemCode.InternalError,
            "The service has an internal error. Its log has the details under this traceId.");
    }

    private static ProblemDetails InvalidParameter(HttpContext context, Match match)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value);
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()!.Endpoint!;
        var expected = ParameterTypes.Describe(EndpointParameters.Of(endpoint)[name]);
        var message = $"The parameter {name} must be {expected}. It is '{TruncatedText.Of(match.Groups["value"].Value)}'.";
        return Problems.InvalidDetails(name, message);
    }

    private static string Limit(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } bytes ? $", {bytes:N0} bytes" : "";

    [GeneratedRegex("^Failed to bind parameter \".* (?<name>\\S+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex BadParameter();

    [GeneratedRegex("no body was provided|was not provided from body")]
    private static partial Regex MissingBody();

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: {Code}: {Reason}")]
    private static partial void LogDatabaseFailed(ILogger logger, string method, string path, string code, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogRequestFailed(ILogger logger, Exception exception, string method, string path);
}
