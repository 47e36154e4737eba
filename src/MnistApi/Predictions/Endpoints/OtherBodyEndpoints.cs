using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Explanations;
using MnistApi.Predictions.Recognition;
using MnistApi.Predictions.Uploads;
using MnistApi.Storage;

namespace MnistApi.Predictions.Endpoints;

/// <summary>
/// The predictions of <see cref="PredictionEndpoints"/> under an address for each other kind of body, so that clients generated from the document can send it.
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
    /// As `POST /api/v1/predictions`, with JSON: <c>{"pixels": …}</c>, 28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or 784 in one list; or
    /// <c>{"image":"data:image/png;base64,…"}</c>, a base64 data URL such as <c>canvas.toDataURL()</c> makes.
    /// </remarks>
    [ImageUpload(UploadBody.Json)]
    [UploadAnswers]
    internal static Task<Results<Ok<Prediction>, ProblemHttpResult>> PredictJson(
        HttpRequest request, [AsParameters] PredictionParameters parameters, UploadReader uploads, Recognizer recognizer, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        PredictionEndpoints.Predict(request, parameters, uploads, recognizer, databases, token);

    /// <summary>Recognizes a digit in a file that is the body</summary>
    /// <remarks>As `POST /api/v1/predictions`, with the image file's bytes as the body. They say what kind of image it is, whatever the content type.</remarks>
    [ImageUpload(UploadBody.File)]
    [UploadAnswers]
    internal static Task<Results<Ok<Prediction>, ProblemHttpResult>> PredictFile(
        HttpRequest request, [AsParameters] PredictionParameters parameters, UploadReader uploads, Recognizer recognizer, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        PredictionEndpoints.Predict(request, parameters, uploads, recognizer, databases, token);

    /// <summary>Recognizes digits in up to 64 images in JSON</summary>
    /// <remarks>As `POST /api/v1/predictions/batch`, with JSON: <c>{"images":[{"pixels":…}, {"image":"data:image/png;base64,…"}, …]}</c>.</remarks>
    [ImageBatch(UploadBody.Json)]
    [BatchAnswers]
    internal static Task<Results<Ok<PredictionBatch>, ProblemHttpResult>> PredictBatchJson(
        HttpRequest request, [AsParameters] PredictionParameters parameters, BatchReader batches, Recognizer recognizer, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        PredictionEndpoints.PredictBatch(request, parameters, batches, recognizer, databases, token);

    /// <summary>Recognizes a digit in JSON and shows why</summary>
    /// <remarks>As `POST /api/v1/predictions/explanation`, with the JSON of `POST /api/v1/predictions/json`.</remarks>
    [ImageUpload(UploadBody.Json)]
    [UploadAnswers]
    internal static Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainPredictionJson(
        HttpRequest request, [AsParameters] ExplanationParameters parameters, UploadReader uploads, Recognizer recognizer, Explainer explainer, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        PredictionEndpoints.ExplainPrediction(request, parameters, uploads, recognizer, explainer, databases, token);

    /// <summary>Recognizes a digit in a file that is the body and shows why</summary>
    /// <remarks>As `POST /api/v1/predictions/explanation`, with the image file's bytes as the body.</remarks>
    [ImageUpload(UploadBody.File)]
    [UploadAnswers]
    internal static Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainPredictionFile(
        HttpRequest request, [AsParameters] ExplanationParameters parameters, UploadReader uploads, Recognizer recognizer, Explainer explainer, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        PredictionEndpoints.ExplainPrediction(request, parameters, uploads, recognizer, explainer, databases, token);
}
