using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Comparison;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Queries;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>The models there are. Names that point at them: <see cref="ModelAliasEndpoints"/>.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("/", ListModels).WithName(nameof(ListModels));
        models.MapGet("/compare", CompareModels).WithName(nameof(CompareModels));
        models.MapGet("/{model}", GetModel).WithName(nameof(GetModel));
        models.MapGet("/{model}/weights", GetModelWeights).WithName(nameof(GetModelWeights));
        models.MapGet("/{model}/evaluation", GetModelEvaluation).WithName(nameof(GetModelEvaluation));
        api.MapModelAliases();
    }

    /// <summary>Lists models</summary>
    /// <remarks>The newest first.</remarks>
    [ProducesProblems(ProblemCode.ValidationFailed)]
    internal static async Task<Results<Ok<PageOf<Model>>, ProblemHttpResult>> ListModels(
        [AsParameters] ModelListParameters parameters, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var models = db.Models.AsNoTracking().Where(model =>
            (parameters.Recipe == null || model.Recipe == parameters.Recipe) && (parameters.Dataset == null || model.Dataset == parameters.Dataset));
        var newest = models.OrderByDescending(model => model.CreatedAt).ThenByDescending(model => model.Id).Skip(parameters.Skip).Take(parameters.Size);
        var page = PageOf<Model>.Of(parameters, await models.CountAsync(token), await db.ReadModelsAsync(newest, token));
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Compares two models</summary>
    /// <remarks>On the test images: which errors of <c>a</c> model <c>b</c> has mended, which it has made, and whether that can be chance.</remarks>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.ModelsNotComparable)]
    internal static async Task<Results<Ok<ModelComparison>, ProblemHttpResult>> CompareModels(
        [AsParameters] ModelComparisonParameters models, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await ComparedModel.FindAsync(db, models.A!, token) is not { } a) return ModelProblems.NotFound(models.A!);
        if (await ComparedModel.FindAsync(db, models.B!, token) is not { } b) return ModelProblems.NotFound(models.B!);
        return a.DatasetSha256 == b.DatasetSha256
            ? TypedResults.Ok(ModelComparison.Of(a, b))
            : ProblemCode.ModelsNotComparable.Because($"Model {a.Id} was evaluated on a dataset {a.Dataset} with SHA-256 {a.DatasetSha256}, model {b.Id} on a dataset {b.Dataset} with {b.DatasetSha256}. Compare models of the same dataset: train one of them on the other's.");
    }

    /// <summary>Gets a model</summary>
    /// <remarks>With its run's configuration, its accuracies and the aliases that point at it.</remarks>
    /// <param name="model" example="champion">Its id, or an alias.</param>
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<Model>, ProblemHttpResult>> GetModel(string model, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindModelAsync(model, token) is { } found ? TypedResults.Ok(found) : ModelProblems.NotFound(model);
    }

    /// <summary>Downloads a model's weights</summary>
    /// <remarks>A safetensors file of the weights that predict, float32; its metadata say how to predict with them, calibration included. The entity tag is their checksum.</remarks>
    /// <param name="model" example="champion">Its id, or an alias.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "application/octet-stream")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetModelWeights(string model, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var named = await db.NamedModels(model).Select(row => new { row.Id, row.WeightsSha256 }).FirstOrDefaultAsync(token);
        return named is not null && await db.ReadModelFileAsync(named.Id, token) is { } file
            ? TypedResults.File(file.ToBytes(), "application/octet-stream", $"{named.Id}.safetensors", entityTag: new EntityTagHeaderValue($"\"{named.WeightsSha256}\""))
            : ModelProblems.NotFound(model);
    }

    /// <summary>Gets a model's evaluation</summary>
    /// <remarks>On the test images, which it met once: accuracy with its 95 % interval, loss, confusion matrix, precision, recall and F1 of each digit, calibration, and the accuracy on changed copies of them.</remarks>
    /// <param name="model" example="champion">Its id, or an alias.</param>
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<Evaluation>, ProblemHttpResult>> GetModelEvaluation(string model, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.NamedModels(model).Select(named => named.Evaluation).FirstOrDefaultAsync(token) is { } evaluation
            ? TypedResults.Ok(evaluation)
            : ModelProblems.NotFound(model);
    }
}
