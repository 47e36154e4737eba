using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Endpoints;

/// <summary>
/// The routes of <see cref="PredictionEndpoints"/> again, one for each other kind of body. Clients that are generated from the OpenAPI
/// document can send only one kind of body for each route.
/// </summary>
internal static class OtherBodyEndpoints
{
    public static void MapOtherBodies(this RouteGroupBuilder predictions)
    {
        predictions.MapPost("/predictions/json", PredictJson).WithName(nameof(PredictJson));
        predictions.MapPost("/predictions/file", PredictFile).WithName(nameof(PredictFile));
        predictions.MapPost("/predictions/batch/json", PredictBatchJson).WithName(nameof(PredictBatchJson));
        predictions.MapPost("/predictions/explanation/json", ExplainPredictionJson).WithName(nameof(ExplainPredictionJson));
        predictions.MapPost("/predictions/explanation/file", ExplainPredictionFile).WithName(nameof(ExplainPredictionFile));
    }

    /// <summary>Recognizes a digit in JSON</summary>
    /// <remarks>
    /// Works like `POST /api/v1/predictions`, with one of two kinds of JSON. <c>{"pixels": …}</c> has 28 rows of 28 whole numbers from 0
    /// (paper) to 255 (ink), or one list of 784. <c>{"image":"data:image/png;base64,…"}</c> has a base64 data URL such as
    /// <c>canvas.toDataURL()</c> returns.
    /// </remarks>
    [ImageUpload(UploadBody.Json)]
    [ProducesUploadProblems]
    internal static Task<Results<Ok<Prediction>, ProblemHttpResult>> PredictJson(
        HttpRequest request, [AsParameters] PredictionParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.PredictAsync(request, parameters, token);

    /// <summary>Recognizes a digit in a file that is the body</summary>
    /// <remarks>
    /// Works like `POST /api/v1/predictions`, with the bytes of the image file as the body. The bytes say what kind of image it is,
    /// whatever the content type.
    /// </remarks>
    [ImageUpload(UploadBody.File)]
    [ProducesUploadProblems]
    internal static Task<Results<Ok<Prediction>, ProblemHttpResult>> PredictFile(
        HttpRequest request, [AsParameters] PredictionParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.PredictAsync(request, parameters, token);

    /// <summary>Recognizes digits in up to 64 images in JSON</summary>
    /// <remarks>
    /// Works like `POST /api/v1/predictions/batch`, with JSON: <c>{"images":[{"pixels":…}, {"image":"data:image/png;base64,…"}, …]}</c>.
    /// </remarks>
    [ImageBatch(UploadBody.Json)]
    [ProducesBatchProblems]
    internal static Task<Results<Ok<PredictionBatch>, ProblemHttpResult>> PredictBatchJson(
        HttpRequest request, [AsParameters] PredictionParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.PredictBatchAsync(request, parameters, token);

    /// <summary>Recognizes a digit in JSON and shows why</summary>
    /// <remarks>Works like `POST /api/v1/predictions/explanation`, with the JSON of `POST /api/v1/predictions/json`.</remarks>
    [ImageUpload(UploadBody.Json)]
    [ProducesUploadProblems]
    internal static Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainPredictionJson(
        HttpRequest request, [AsParameters] ExplanationParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.ExplainAsync(request, parameters, token);

    /// <summary>Recognizes a digit in a file that is the body and shows why</summary>
    /// <remarks>Works like `POST /api/v1/predictions/explanation`, with the bytes of the image file as the body.</remarks>
    [ImageUpload(UploadBody.File)]
    [ProducesUploadProblems]
    internal static Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainPredictionFile(
        HttpRequest request, [AsParameters] ExplanationParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.ExplainAsync(request, parameters, token);
}
