using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Recognition;
using MnistApi.Storage;

namespace MnistApi.Predictions.Endpoints;

/// <summary>The predictions of a model for test images.</summary>
internal static class TestPredictionEndpoints
{
    public static void MapTestPredictions(this RouteGroupBuilder predictions) =>
        predictions.MapGet("/models/{model}/test-predictions", ListTestPredictions).WithName(nameof(ListTestPredictions));

    /// <summary>Lists a model's predictions for test images</summary>
    /// <remarks>The predictions are computed for this request.</remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesProblems(
        ProblemCode.ValidationFailed,
        ProblemCode.ModelNotFound,
        ProblemCode.DatasetUnavailable,
        ProblemCode.PredictionNotFinite)]
    internal static async Task<Results<Ok<IReadOnlyList<TestPrediction>>, ProblemHttpResult>> ListTestPredictions(
        HttpRequest request,
        string model,
        [AsParameters] TestPredictionParameters range,
        FinitePredictor predictor,
        DatasetCatalog datasets,
        IDbContextFactory<MnistDb> databases,
        CancellationToken token)
    {
        if (await databases.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);
        var (all, problem) = await datasets.FindTestImagesAsync(served, token);
        if (all is null) return problem!;

        var start = Math.Min(range.Start ?? 0, all.Count);
        var images = all.Slice(start, Math.Min(range.Count ?? TestPredictionParameters.DefaultCount, all.Count - start));
        if (images.Count == 0) return TypedResults.Ok<IReadOnlyList<TestPrediction>>([]);
        if (await predictor.PredictAsync(served, images.Pixels, token) is not { } probabilities) return ModelProblems.NotFound(model);
        return TypedResults.Ok<IReadOnlyList<TestPrediction>>(
            [.. probabilities.Select((row, i) => ToTestPrediction(start + i, images.Labels.Span[i], row, served, request.PathBase))]);
    }

    private static TestPrediction ToTestPrediction(int index, int label, float[] probabilities, ServedModel model, PathString pathBase)
    {
        var top = TopPrediction.Of(probabilities);
        var imageUrl = model.ImageUrl(pathBase, index);
        return new TestPrediction(index, label, top.Digit, top.Confidence, probabilities, top.Digit == label, imageUrl);
    }
}
