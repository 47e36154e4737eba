using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Http;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.TestErrors.Sheets;

namespace MnistApi.TestErrors;

/// <summary>What a model gets wrong.</summary>
internal static class TestErrorEndpoints
{
    public static void MapTestErrors(this RouteGroupBuilder api)
    {
        var errors = api.MapGroup("/models/{model}/test-errors").WithTags("Test errors");
        errors.MapGet("/", ListTestErrors).WithName(nameof(ListTestErrors));
        errors.MapGet("/sheet.png", GetTestErrorSheet).WithName(nameof(GetTestErrorSheet));
    }

    /// <summary>Lists a model's test errors</summary>
    /// <remarks>
    /// The test images whose prediction differs from their label. The order is stable: all pages together have each error once.
    /// A label that people dispute is marked, because such an error may not be the model's.
    /// </remarks>
    /// <param name="model" example="champion">The model's id, or an alias.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<PageOf<TestError>>, ProblemHttpResult>> ListTestErrors(
        string model, [AsParameters] PageParameters paging, [AsParameters] TestErrorFilter filter, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);

        var errors = db.TestErrors.AsNoTracking().Matching(served.Id, filter);
        var rows = await errors.Sorted(filter).Skip(paging.Skip).Take(paging.Size).ToListAsync(token);
        var page = PageOf<TestError>.Of(paging, await errors.CountAsync(token), [.. rows.Select(row => row.ToTestError(served, response.HttpContext.Request.PathBase))]);
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Draws a model's test errors</summary>
    /// <remarks>Up to 25 of them, five in a row, each with its label and the prediction. With the same filters and order as the list; past its end the sheet is empty.</remarks>
    /// <param name="model" example="champion">The model's id, or an alias.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.DatasetUnavailable)]
    internal static async Task<Results<PngHttpResult, ProblemHttpResult>> GetTestErrorSheet(
        string model, [AsParameters] SheetParameters sheet, [AsParameters] TestErrorFilter filter, IDbContextFactory<MnistDb> databases, DatasetCatalog datasets, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);
        var (images, problem) = await datasets.FindTestImagesAsync(served, token);
        if (images is null) return problem!;

        var rows = await db.TestErrors.AsNoTracking().Matching(served.Id, filter).Sorted(filter).Skip(sheet.Start ?? 0).Take(sheet.Count ?? ErrorSheet.MaxImages).ToListAsync(token);
        return new PngHttpResult(ErrorSheet.Draw([.. rows.Select(row => new SheetImage(images.Slice(row.Index, 1).Pixels, row.Index, row.Label, row.Predicted))]));
    }
}
