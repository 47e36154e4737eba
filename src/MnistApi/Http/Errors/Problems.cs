using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MnistApi.Training.Text;

namespace MnistApi.Http.Errors;

/// <summary>Creates problems (RFC 9457) with a stable <c>code</c>.</summary>
internal static class Problems
{
    /// <summary>The status and the title of a code.</summary>
    public static (int Status, string Title) Of(ProblemCode code) => code switch
    {
        ProblemCode.BadRequest => (400, "The request cannot be understood."),
        ProblemCode.MalformedJson => (400, "The body is not the JSON that is expected."),
        ProblemCode.ValidationFailed => (400, "Some fields or parameters are not valid."),
        ProblemCode.UnreadableImage => (400, "The upload cannot be read as an image."),
        ProblemCode.Unauthorized => (401, "This is only for the machine of the service."),
        ProblemCode.RouteNotFound => (404, "No such route."),
        ProblemCode.RunNotFound => (404, "No such training run."),
        ProblemCode.SweepNotFound => (404, "No such sweep."),
        ProblemCode.CheckpointNotFound => (404, "No such checkpoint."),
        ProblemCode.ModelNotFound => (404, "No such model or alias."),
        ProblemCode.DatasetNotFound => (404, "No such dataset."),
        ProblemCode.ImageNotFound => (404, "No such image."),
        ProblemCode.MethodNotAllowed => (405, "The route does not support this method."),
        ProblemCode.NoModel => (409, "There is no champion."),
        ProblemCode.RunFinished => (409, "The run has ended already."),
        ProblemCode.RunNotFinished => (409, "The run has not ended yet."),
        ProblemCode.RunNotResumable => (409, "The run cannot be resumed."),
        ProblemCode.SweepFinished => (409, "The sweep has ended already."),
        ProblemCode.SweepNotFinished => (409, "The sweep has not ended yet."),
        ProblemCode.ModelInUse => (409, "An alias points at this model."),
        ProblemCode.GateFailed => (409, "The model does not pass the gate."),
        ProblemCode.NothingToRevert => (409, "No earlier model to go back to."),
        ProblemCode.ModelsNotComparable => (409, "The models cannot be compared."),
        ProblemCode.DatasetChanged => (409, "The dataset was replaced."),
        ProblemCode.PayloadTooLarge => (413, "The body is too large."),
        ProblemCode.ImageTooLarge => (413, "The image is too large."),
        ProblemCode.UnsupportedMediaType => (415, "The content type is not supported here."),
        ProblemCode.IdempotencyKeyReused => (422, "The idempotency key was used with another body."),
        ProblemCode.InternalError => (500, "The service has an internal error."),
        ProblemCode.PredictionNotFinite => (500, "The model computes numbers that are not finite."),
        ProblemCode.DatabaseUnavailable => (503, "The database does not answer."),
        ProblemCode.DatabaseBusy => (503, "The database is locked."),
        ProblemCode.DatabaseReadOnly => (503, "The database is read-only."),
        ProblemCode.DatabaseFull => (503, "The database has no space left."),
        ProblemCode.DatabaseFaulty => (503, "The database cannot use its files."),
        ProblemCode.DatabaseEncoding => (503, "The database does not keep texts as UTF-8."),
        ProblemCode.DatasetUnavailable => (503, "The dataset is not available."),
        ProblemCode.QueueFull => (503, "The queue is full."),
        ProblemCode.Overloaded => (503, "The service is overloaded."),
        ProblemCode.NotReady => (503, "The service is not ready."),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "The code has no status."),
    };

    /// <summary>Creates the response of an endpoint for a problem.</summary>
    /// <param name="detail">What was wrong, what was expected, and what to do.</param>
    public static ProblemHttpResult Because(this ProblemCode code, string detail) => TypedResults.Problem(Details(code, detail));

    /// <summary>Creates the response of an endpoint for a problem with an additional field.</summary>
    public static ProblemHttpResult Because(this ProblemCode code, string detail, (string Name, object Value) field)
    {
        var problem = Details(code, detail);
        problem.Extensions[field.Name] = field.Value;
        return TypedResults.Problem(problem);
    }

    /// <summary>Creates the response of an endpoint for invalid fields or parameters.</summary>
    /// <param name="errors">The messages by field or parameter.</param>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(InvalidDetails(errors));

    /// <summary>The problem of one field or parameter.</summary>
    public static ProblemHttpResult Invalid(string name, string error) => TypedResults.Problem(InvalidDetails(name, error));

    /// <summary>The details of the problem of one field or parameter.</summary>
    public static ProblemDetails InvalidDetails(string name, string error) =>
        InvalidDetails(new Dictionary<string, string[]> { [name] = [error] });

    public static ProblemDetails InvalidDetails(IReadOnlyDictionary<string, string[]> errors)
    {
        var problem = Details(ProblemCode.ValidationFailed, string.Join(" ", errors.SelectMany(field => field.Value)));
        problem.Extensions["errors"] = errors;
        return problem;
    }

    public static ProblemDetails Details(ProblemCode code, string? detail)
    {
        var (status, title) = Of(code);
        var name = NameOf(code);
        return new ProblemDetails
        {
            Type = $"urn:mnistapi:problem:{name}",
            Title = title,
            Status = status,
            Detail = detail,
            Extensions = { ["code"] = name },
        };
    }

    /// <summary>The name of a code in JSON.</summary>
    public static string NameOf(ProblemCode code) => EnumWord.Of(code);
}
