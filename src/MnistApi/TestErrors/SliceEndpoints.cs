using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Data.Writers;
using MnistApi.Training.Evaluation.Slices;

namespace MnistApi.TestErrors;

/// <summary>The route of a model's accuracy on parts of the test images.</summary>
internal static class SliceEndpoints
{
    public static void MapSlices(this RouteGroupBuilder api) =>
        api.MapGet("/models/{model}/slices", GetModelSlices).WithName(nameof(GetModelSlices)).WithTags("Test errors");

    /// <summary>Gets a model's accuracy on parts of the test images</summary>
    /// <remarks>
    /// Divides the test images by series (employees or students), digit, width of the strokes, slant and size, and returns the accuracy and
    /// its 95 % interval for each part. Also returns the writers with the most errors.
    /// </remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesProblems(ProblemCode.ModelNotFound, ProblemCode.DatasetUnavailable)]
    internal static async Task<Results<Ok<ModelSlices>, ProblemHttpResult>> GetModelSlices(
        string model, IDbContextFactory<MnistDb> databases, DatasetCatalog datasets, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);
        var (images, problem) = await datasets.FindTestImagesAsync(served, token);
        if (images is null) return problem!;

        var errors = await db.TestErrors.Where(error => error.ModelId == served.Id).Select(error => error.Index).ToHashSetAsync(token);
        var writers = MnistWriters.Find(served.DatasetSha256)?.Test;
        return TypedResults.Ok(new ModelSlices(
            served.Id,
            SliceTable.Measure(images, errors, writers),
            writers is { } known ? SliceTable.WorstWriters(errors, known) : []));
    }
}
