using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Explanations;
using MnistApi.Predictions.Recognition;
using MnistApi.Predictions.Uploads;
using MnistApi.Storage;

namespace MnistApi.Predictions.Endpoints;

/// <summary>What models say of images.</summary>
internal static class PredictionEndpoints
{
    public static void MapPredictions(this RouteGroupBuilder api)
    {
        var predictions = api.MapGroup("").WithTags("Predictions");
        predictions.MapPost("/predictions", Predict).WithName(nameof(Predict));
        predictions.MapPost("/predictions/batch", PredictBatch).WithName(nameof(PredictBatch));
        predictions.MapPost("/predictions/explanation", ExplainPrediction).WithName(nameof(ExplainPrediction));
        predictions.MapOtherBodies();
        predictions.MapGet("/models/{model}/test-predictions", ListTestPredictions).WithName(nameof(ListTestPredictions));
    }

    /// <summary>Recognizes a digit</summary>
    /// <remarks>
    /// The image is the file <c>image</c> of a form. The field may also be a text with a base64 data URL, such as <c>canvas.toDataURL()</c> makes.
    /// This address also takes what `/predictions/json` and `/predictions/file` document: JSON, and the file's bytes alone.
    /// The image may have any size and dark or light ink; it is prepared as MNIST was. One of 28x28 pixels that is prepared already stays as it is.
    /// Read `verdict` before `digit`: it says whether the page is blank, shows another drawing or has several digits. `seen` is what the model saw, and `warnings` say what to do better.
    /// </remarks>
    [ImageUpload(UploadBody.Form)]
    [UploadAnswers]
    internal static async Task<Results<Ok<Prediction>, ProblemHttpResult>> Predict(
        HttpRequest request, [AsParameters] PredictionParameters parameters, UploadReader uploads, Recognizer recognizer, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        var (upload, problem) = await uploads.ReadAsync(request, parameters.Normalization, token);
        if (upload is null) return problem!;

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(parameters.ModelName, token) is not { } model) return await NoSuchModelAsync(db, parameters, token);
        return await recognizer.RecognizeAsync(model, [upload], token) is [var recognized] ? TypedResults.Ok(recognized.Prediction) : await NoSuchModelAsync(db, parameters, token);
    }

    /// <summary>Recognizes digits in up to 64 images</summary>
    /// <remarks>
    /// The images are files of a form, each in a field named <c>images</c>. This address also takes what `/predictions/batch/json` documents. The answer has an item for each image, in their
    /// order, with a prediction or with the problem that `POST /api/v1/predictions` would have answered: one bad file does not spoil the others.
    /// </remarks>
    [ImageBatch(UploadBody.Form)]
    [BatchAnswers]
    internal static async Task<Results<Ok<PredictionBatch>, ProblemHttpResult>> PredictBatch(
        HttpRequest request, [AsParameters] PredictionParameters parameters, BatchReader batches, Recognizer recognizer, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        var (uploads, problem) = await batches.ReadAsync(request, parameters.Normalization, token);
        if (uploads is null) return problem!;

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(parameters.ModelName, token) is not { } model) return await NoSuchModelAsync(db, parameters, token);
        return await recognizer.RecognizeAsync(model, [.. uploads.Select(item => item.Upload).OfType<Upload>()], token) is { } recognized
            ? TypedResults.Ok(ToBatch(uploads, [.. recognized.Select(item => item.Prediction)], request.HttpContext))
            : await NoSuchModelAsync(db, parameters, token);
    }

    /// <summary>Recognizes a digit and shows why</summary>
    /// <remarks>
    /// Takes what `POST /api/v1/predictions` takes and answers the same, and beside it a heat map of 28x28 numbers: which ink speaks for the digit and which against it, found
    /// out by erasing it bit by bit. It costs some hundred predictions, so explanations are made one after the other.
    /// </remarks>
    [ImageUpload(UploadBody.Form)]
    [UploadAnswers]
    internal static async Task<Results<Ok<ExplainedPrediction>, ProblemHttpResult>> ExplainPrediction(
        HttpRequest request, [AsParameters] ExplanationParameters parameters, UploadReader uploads, Recognizer recognizer, Explainer explainer, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        var (upload, problem) = await uploads.ReadAsync(request, parameters.Normalization, token);
        if (upload is null) return problem!;

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(parameters.ModelName, token) is not { } model
            || await recognizer.RecognizeAsync(model, [upload], token) is not [(var prediction, var image)]) return await NoSuchModelAsync(db, parameters, token);
        var digit = parameters.Digit ?? (image.Ink is null ? null : prediction.MostProbableDigit());
        return (digit is null ? Explanation.OfNothing : await explainer.ExplainAsync(model, image.Pixels, digit.Value, token)) is { } explanation
            ? TypedResults.Ok(prediction.ToExplained(image, digit, explanation))
            : await NoSuchModelAsync(db, parameters, token);
    }

    /// <summary>Lists what a model says of test images</summary>
    /// <remarks>Computed now, for all of them at once.</remarks>
    /// <param name="model" example="champion">The model's id, or an alias.</param>
    [Answers(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.DatasetUnavailable, ProblemCode.PredictionNotFinite)]
    internal static async Task<Results<Ok<IReadOnlyList<TestPrediction>>, ProblemHttpResult>> ListTestPredictions(
        HttpRequest request, string model, [AsParameters] TestPredictionParameters range, FinitePredictor predictor, DatasetCatalog datasets, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);
        var (all, problem) = await datasets.FindTestImagesAsync(served, token);
        if (all is null) return problem!;

        var start = Math.Min(range.Start ?? 0, all.Count);
        var images = all.Slice(start, Math.Min(range.Count ?? 10, all.Count - start));
        if (images.Count == 0) return TypedResults.Ok<IReadOnlyList<TestPrediction>>([]);
        return await predictor.PredictAsync(served, images.Pixels, token) is { } probabilities
            ? TypedResults.Ok<IReadOnlyList<TestPrediction>>([.. probabilities.Select((row, i) => row.ToTestPrediction(served, request.PathBase, start + i, images.Labels.Span[i]))])
            : ModelProblems.NotFound(model);
    }

    private static PredictionBatch ToBatch(IReadOnlyList<BatchUpload> uploads, Prediction[] predictions, HttpContext context)
    {
        var next = 0;
        return new PredictionBatch(
        [
            .. uploads.Select((item, index) => new BatchItem(
                index, item.Name, item.Upload is null ? null : predictions[next++], item.Problem is null ? null : Problem.Of(item.Problem.ProblemDetails, context))),
        ]);
    }

    private static async Task<ProblemHttpResult> NoSuchModelAsync(MnistDb db, PredictionParameters parameters, CancellationToken token) =>
        parameters.ModelName == ModelAlias.Champion && !await db.NamedModels(ModelAlias.Champion).AnyAsync(token) ? NoModel() : ModelProblems.NotFound(parameters.ModelName);

    private static ProblemHttpResult NoModel() => ProblemCode.NoModel.Because(
        $"The alias '{ModelAlias.Champion}' points at no model. Point it at one: PUT /api/v1/model-aliases/{ModelAlias.Champion}; or start the service anew, which gives it the model that comes with it. Or name a model: ?model=; GET /api/v1/models lists them.");
}
