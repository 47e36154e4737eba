using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Hosting;
using MnistApi.Models;
using MnistApi.Persistence;

namespace MnistApi.Predictions;

/// <summary>What models say of images.</summary>
internal static class PredictionRoutes
{
    public static void MapPredictions(this RouteGroupBuilder api)
    {
        var predictions = api.MapGroup("").WithTags("Predictions");
        predictions.MapPost("/predictions", Predict).WithName(nameof(Predict));
        predictions.MapGet("/models/{model}/test-predictions", ListTestPredictions).WithName(nameof(ListTestPredictions));
    }

    /// <summary>Recognizes a digit</summary>
    /// <remarks>
    /// The image is a form's file <c>image</c> (multipart/form-data), the body itself (PNG, JPEG, WebP, GIF, BMP; also as application/octet-stream), or JSON:
    /// <c>{"pixels": …}</c>, 28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or 784 in one list. An image file may have any size and dark or light ink;
    /// it is prepared as MNIST was. One of 28x28 pixels, and numbers, are taken to be prepared already.
    /// </remarks>
    /// <param name="model" example="champion">A model's id, or an alias. Default: champion.</param>
    [ImageUpload]
    [Answers(ProblemCode.BadRequest, ProblemCode.MalformedJson, ProblemCode.ValidationFailed, ProblemCode.UnreadableImage, ProblemCode.ModelNotFound, ProblemCode.NoModel, ProblemCode.PayloadTooLarge, ProblemCode.ImageTooLarge, ProblemCode.UnsupportedMediaType)]
    internal static async Task<Results<Ok<Prediction>, ProblemHttpResult>> Predict(
        HttpRequest request, UploadReader uploads, ModelCache models, IDbContextFactory<MnistDb> databases, CancellationToken token, string? model = null)
    {
        var (upload, problem) = await uploads.ReadAsync(request, token);
        if (upload is null) return problem!;

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model ?? ModelAlias.Champion, token) is not { } served)
            return model is null or ModelAlias.Champion ? NoModel() : await db.ModelNotFoundAsync(model, token);
        return await models.PredictAsync(served, upload.Image.Pixels, token) is [var probabilities]
            ? TypedResults.Ok(upload.ToPrediction(served, probabilities))
            : await db.ModelNotFoundAsync(model ?? ModelAlias.Champion, token);
    }

    /// <summary>Lists what a model says of test images</summary>
    /// <remarks>Computed now, for all of them at once.</remarks>
    /// <param name="model" example="champion">The model's id, or an alias.</param>
    [Answers(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.DatasetUnavailable)]
    internal static async Task<Results<Ok<IReadOnlyList<TestPrediction>>, ProblemHttpResult>> ListTestPredictions(
        string model, [AsParameters] TestPredictionParameters range, ModelCache models, DatasetCatalog datasets, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return await db.ModelNotFoundAsync(model, token);
        var (all, problem) = await datasets.FindTestImagesAsync(served, token);
        if (all is null) return problem!;

        var start = Math.Min(range.Start ?? 0, all.Count);
        var images = all.Slice(start, Math.Min(range.Count ?? 10, all.Count - start));
        if (images.Count == 0) return TypedResults.Ok<IReadOnlyList<TestPrediction>>([]);
        return await models.PredictAsync(served, images.Pixels, token) is { } probabilities
            ? TypedResults.Ok<IReadOnlyList<TestPrediction>>([.. probabilities.Select((row, i) => row.ToTestPrediction(served, start + i, images.Labels.Span[i]))])
            : await db.ModelNotFoundAsync(model, token);
    }

    private static ProblemHttpResult NoModel() => ProblemCode.NoModel.Because(
        $"The alias '{ModelAlias.Champion}' points at no model. Point it at one: PUT /api/v1/model-aliases/{ModelAlias.Champion}; or start the service anew, which gives it the model that comes with it. Or name a model: ?model=; GET /api/v1/models lists them.");
}
