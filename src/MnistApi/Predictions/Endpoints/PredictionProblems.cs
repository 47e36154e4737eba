using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Endpoints;

/// <summary>Translates the errors of this feature into problems.</summary>
internal sealed class PredictionProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (UploadException e)
        {
            return TypedResults.Problem(Of(e));
        }
        catch (OverloadedException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return ProblemCode.Overloaded.Because(
                "The service has more uploads than it can answer in time. Repeat the request after a second.");
        }
        catch (NonFinitePredictionException e)
        {
            return ProblemCode.PredictionNotFinite.Because($"{e.Message} Name another model: ?model={ModelAlias.Builtin}.");
        }
    }

    /// <summary>The problem of an upload that cannot be read.</summary>
    public static ProblemDetails Of(UploadException error) => error.Kind switch
    {
        UploadErrorKind.InvalidField => Problems.InvalidDetails(error.Field!, error.Message),
        UploadErrorKind.MalformedJson => JsonProblems.Malformed((JsonException)error.InnerException!),
        UploadErrorKind.MalformedForm => Problems.Details(ProblemCode.BadRequest, error.Message),
        UploadErrorKind.UnreadableImage => Problems.Details(ProblemCode.UnreadableImage, error.Message),
        UploadErrorKind.TooManyPixels => Problems.Details(ProblemCode.ImageTooLarge, error.Message),
        UploadErrorKind.TooManyBytes => Problems.Details(ProblemCode.PayloadTooLarge, error.Message),
        UploadErrorKind.WrongContentType => Problems.Details(ProblemCode.UnsupportedMediaType, error.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error.Kind, "The kind of error has no problem."),
    };

    /// <summary>The problem of a service without a champion.</summary>
    public static ProblemHttpResult NoChampion() => ProblemCode.NoModel.Because(
        $"The alias '{ModelAlias.Champion}' points at no model. Point it at one: PUT /api/v1/model-aliases/{ModelAlias.Champion}. "
        + "Or restart the service, which points it at the built-in model. Or name a model: ?model=; GET /api/v1/models lists the models.");
}
