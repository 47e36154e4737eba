using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Explanations;
using MnistApi.Predictions.Recognition;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Predictions.Endpoints;

/// <summary>
/// Answers prediction requests. The model is looked up before the body is read, so a request with a wrong name costs nothing.
/// </summary>
internal sealed class PredictionHandler(
    UploadReader uploads, BatchReader batches, Recognizer recognizer, Explainer explainer, ServedModels models)
{
    public async Task<Results<Ok<Prediction>, ProblemHttpResult>> PredictAsync(
        HttpRequest request, PredictionParameters parameters, CancellationToken token)
    {
        if (await models.FindAsync(parameters.ModelName, token) is not { } model) return NoSuchModel(parameters.ModelName);
        var upload = await uploads.ReadAsync(request, parameters.Normalization, token);
        return await recognizer.RecognizeAsync(model, upload, token) is { } recognized
            ? TypedResults.Ok(recognized.Prediction)
            : NoSuchModel(parameters.ModelName);
    }

    public async Task<Results<Ok<PredictionBatch>, ProblemHttpResult>> PredictBatchAsync(
        HttpRequest request, PredictionParameters parameters, CancellationToken token)
    {
        if (await models.FindAsync(parameters.ModelName, token) is not { } model) return NoSuchModel(parameters.ModelName);
        var batch = await batches.ReadAsync(request, parameters.Normalization, token);
        Upload[] readable = [.. batch.Select(item => item.Upload).OfType<Upload>()];
        return await recognizer.RecognizeAsync(model, readable, token) is { } recognized
            ? TypedResults.Ok(ToBatch(batch, recognized.Select(item => item.Prediction), request.HttpContext))
            : NoSuchModel(parameters.ModelName);
    }

    public async Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainAsync(
        HttpRequest request, ExplanationParameters parameters, CancellationToken token)
    {
        if (await models.FindAsync(parameters.ModelName, token) is not { } model) return NoSuchModel(parameters.ModelName);
        var upload = await uploads.ReadAsync(request, parameters.Normalization, token);
        return await recognizer.RecognizeAsync(model, upload, token) is var (prediction, image)
            && await explainer.ExplainAsync(model, prediction, image, parameters.Digit, token) is { } explained
            ? TypedResults.Ok(explained)
            : NoSuchModel(parameters.ModelName);
    }

    private static PredictionBatch ToBatch(IReadOnlyList<BatchUpload> batch, IEnumerable<Prediction> predictions, HttpContext context)
    {
        var next = new Queue<Prediction>(predictions);
        return new PredictionBatch([.. batch.Select((item, index) => item.Error is { } error
            ? new BatchItem(index, item.Name, null, Problem.Of(PredictionProblems.Of(error), context))
            : new BatchItem(index, item.Name, next.Dequeue(), null))]);
    }

    private static ProblemHttpResult NoSuchModel(string name) =>
        name == ModelAlias.Champion ? PredictionProblems.NoChampion() : ModelProblems.NotFound(name);
}
