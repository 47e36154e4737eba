using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Endpoints;

/// <summary>The routes that recognize digits. <see cref="OtherBodyEndpoints"/> has the same routes for other kinds of bodies.</summary>
internal static class PredictionEndpoints
{
    public static void MapPredictions(this RouteGroupBuilder api)
    {
        var predictions = api.MapGroup("").WithTags("Predictions").AddEndpointFilter<PredictionProblems>();
        predictions.MapPost("/predictions", Predict).WithName(nameof(Predict));
        predictions.MapPost("/predictions/batch", PredictBatch).WithName(nameof(PredictBatch));
        predictions.MapPost("/predictions/explanation", ExplainPrediction).WithName(nameof(ExplainPrediction));
        predictions.MapOtherBodies();
        predictions.MapTestPredictions();
    }

    /// <summary>Recognizes a digit</summary>
    /// <remarks>
    /// Send the image as the file <c>image</c> of a form. The field may also be a text with a base64 data URL, such as
    /// <c>canvas.toDataURL()</c> returns. This route also takes the bodies of `/predictions/json` and `/predictions/file`: JSON, and the
    /// bytes of the file. The image may have any size and dark or light ink. It is prepared in the way MNIST was. A 28x28 image that is
    /// already prepared stays as it is. Read `verdict` before `digit`: it says whether the page is blank, shows another drawing or has
    /// several digits. `seen` is what the model saw, and `warnings` say how to get a better answer.
    /// </remarks>
    [ImageUpload(UploadBody.Form)]
    [ProducesUploadProblems]
    internal static Task<Results<Ok<Prediction>, ProblemHttpResult>> Predict(
        HttpRequest request, [AsParameters] PredictionParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.PredictAsync(request, parameters, token);

    /// <summary>Recognizes digits in up to 64 images</summary>
    /// <remarks>
    /// Send the images as files of a form, each in a field named <c>images</c>. This route also takes the body of
    /// `/predictions/batch/json`. The response has an item for each image, in order, with its prediction or with the problem that `POST
    /// /api/v1/predictions` would return. A bad file does not affect the others.
    /// </remarks>
    [ImageBatch(UploadBody.Form)]
    [ProducesBatchProblems]
    internal static Task<Results<Ok<PredictionBatch>, ProblemHttpResult>> PredictBatch(
        HttpRequest request, [AsParameters] PredictionParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.PredictBatchAsync(request, parameters, token);

    /// <summary>Recognizes a digit and shows why</summary>
    /// <remarks>
    /// Takes the same body as `POST /api/v1/predictions` and returns the same prediction with a heat map of 28x28 numbers. The heat map
    /// shows which ink supports the digit and which contradicts it. It is found by erasing small parts of the ink in turn, which takes
    /// several hundred predictions, so the service makes one explanation at a time.
    /// </remarks>
    [ImageUpload(UploadBody.Form)]
    [ProducesUploadProblems]
    internal static Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainPrediction(
        HttpRequest request, [AsParameters] ExplanationParameters parameters, PredictionHandler handler, CancellationToken token) =>
        handler.ExplainAsync(request, parameters, token);
}
