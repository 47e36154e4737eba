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

/// <summary>The routes of test errors, which are test images that a model predicts wrongly.</summary>
internal static class TestErrorEndpoints
{
    public static void MapTestErrors(this RouteGroupBuilder api)
    {
        var errors = api.MapGroup("/models/{model}/test-errors").WithTags("Test errors");
        errors.MapGet("/", ListTestErrors).WithName(nameof(ListTestErrors));
        errors.MapGet("/sheet.png", GetTestErrorSheet).WithName(nameof(GetTestErrorSheet));
    }

    /// <summary>Lists the test errors of a model</summary>
    /// <remarks>
    /// Returns the test images whose prediction differs from their label. The order is stable, so the pages together have each error
    /// exactly once. <c>labelDisputed</c> marks labels that people have disputed. For such an image, the label may be wrong instead of the
    /// prediction. A filter by <c>writer</c> or <c>series</c> finds nothing if the writers of the dataset are not known.
    /// </remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<PageOf<TestError>>, ProblemHttpResult>> ListTestErrors(
        string model,
        [AsParameters] PageParameters paging,
        [AsParameters] TestErrorFilter filter,
        IDbContextFactory<MnistDb> databases,
        HttpResponse response,
        CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);

        var errors = db.TestErrors.AsNoTracking().Matching(served, filter);
        var rows = await errors.Sorted(filter).Skip(paging.Skip).Take(paging.Size).ToListAsync(token);
        var pathBase = response.HttpContext.Request.PathBase;
        var items = rows.Select(row => row.ToTestError(served, pathBase));
        var page = PageOf<TestError>.Of(paging, await errors.CountAsync(token), [.. items]);
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Draws the test errors of a model</summary>
    /// <remarks>
    /// Returns a PNG image with up to 25 test errors, five in a row, each with its label and the prediction. The filters and the order are
    /// those of the list. The sheet is empty if `start` is after the last error.
    /// </remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.DatasetUnavailable)]
    internal static async Task<Results<PngHttpResult, ProblemHttpResult>> GetTestErrorSheet(
        string model,
        [AsParameters] SheetParameters sheet,
        [AsParameters] TestErrorFilter filter,
        IDbContextFactory<MnistDb> databases,
        DatasetCatalog datasets,
        CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync(model, token) is not { } served) return ModelProblems.NotFound(model);
        var (images, problem) = await datasets.FindTestImagesAsync(served, token);
        if (images is null) return problem!;

        var rows = await db.TestErrors.AsNoTracking()
            .Matching(served, filter)
            .Sorted(filter)
            .Skip(sheet.Start ?? 0)
            .Take(sheet.Count ?? ErrorSheet.MaxImages)
            .ToListAsync(token);
        var drawn = rows.Select(row => new SheetImage(images.Slice(row.Index, 1).Pixels, row.Index, row.Label, row.Predicted));
        return new PngHttpResult(ErrorSheet.Draw([.. drawn]));
    }
}
