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

/// <summary>Turns what was thrown into a problem. No text of an unexpected exception leaves the service.</summary>
internal sealed partial class RequestExceptionHandler(IProblemDetailsService problems, ILogger<RequestExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true; // Nobody listens.

        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => JsonProblems.Malformed(json),
            BadHttpRequestException { StatusCode: 413 } => Problems.Details(ProblemCode.PayloadTooLarge, $"The body is larger than this route accepts{Limit(httpContext)}."),
            BadHttpRequestException { StatusCode: 415 } => Problems.Details(ProblemCode.UnsupportedMediaType, $"{exception.Message.TrimEnd('.')}; it is '{httpContext.Request.ContentType}'."),
            BadHttpRequestException bad when BadParameter().Match(bad.Message) is { Success: true } match => InvalidParameter(httpContext, match),
            BadHttpRequestException when MissingBody().IsMatch(exception.Message) => Problems.Details(ProblemCode.MalformedJson, "The body is missing or null, but a JSON object is expected."),
            InvalidOperationException when exception.Message.Contains("charset", StringComparison.Ordinal) && httpContext.Request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true =>
                Problems.Details(ProblemCode.UnsupportedMediaType, $"The charset of '{httpContext.Request.ContentType}' is not known here. Send JSON as UTF-8."),
            BadHttpRequestException or InvalidDataException => Problems.Details(ProblemCode.BadRequest, exception.Message),
            _ when exception.IsUnstorableText() => Problems.InvalidDetails(new Dictionary<string, string[]> { ["request"] = ["A text of the request has the character U+0000, or half of a surrogate pair, which no text may have. Remove it."] }),
            _ when exception.FindDatabaseTrouble() is { } trouble => InTrouble(httpContext, trouble, exception),
            _ => Unexpected(httpContext, exception),
        };
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private ProblemDetails InTrouble(HttpContext context, DatabaseTrouble trouble, Exception exception)
    {
        Log.DatabaseInTrouble(logger, context.Request.Method, context.Request.Path, Problems.NameOf(DatabaseProblems.CodeOf(trouble)), exception.GetBaseException().Message);
        context.Response.Headers.RetryAfter = DatabaseProblems.RetryAfterSeconds(trouble).ToString(CultureInfo.InvariantCulture);
        return DatabaseProblems.Of(trouble);
    }

    private ProblemDetails Unexpected(HttpContext context, Exception exception)
    {
        Log.RequestFailed(logger, exception, context.Request.Method, context.Request.Path);
        return Problems.Details(ProblemCode.InternalError, "A fault of the service; its log has more under this traceId.");
    }

    private static ProblemDetails InvalidParameter(HttpContext context, Match match)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value);
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()!.Endpoint!;
        var expected = ParameterTypes.Describe(EndpointParameters.Of(endpoint)[name]);
        var message = $"The parameter {name} must be {expected}. It is '{TruncatedText.Of(match.Groups["value"].Value)}'.";
        return Problems.InvalidDetails(new Dictionary<string, string[]> { [name] = [message] });
    }

    private static string Limit(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } bytes ? $", {bytes:N0} bytes" : "";

    [GeneratedRegex("^Failed to bind parameter \".* (?<name>\\S+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex BadParameter();

    [GeneratedRegex("no body was provided|was not provided from body")]
    private static partial Regex MissingBody();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Method} {Path}: {Code}: {Reason}")]
        public static partial void DatabaseInTrouble(ILogger logger, string method, string path, string code, string reason);

        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
        public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);
    }
}
