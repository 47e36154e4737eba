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

/// <summary>The routes of models. <see cref="ModelAliasEndpoints"/> has those of aliases.</summary>
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
    /// <remarks>The newest model comes first.</remarks>
    [ProducesProblems(ProblemCode.ValidationFailed)]
    internal static async Task<Results<Ok<PageOf<Model>>, ProblemHttpResult>> ListModels(
        [AsParameters] ModelListParameters parameters, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var models = db.Models.AsNoTracking()
            .Where(model => parameters.Recipe == null || model.Recipe == parameters.Recipe)
            .Where(model => parameters.Dataset == null || model.Dataset == parameters.Dataset);
        var newest = models
            .OrderByDescending(model => model.CreatedAt)
            .ThenByDescending(model => model.Id)
            .Skip(parameters.Skip)
            .Take(parameters.Size);
        var page = PageOf<Model>.Of(parameters, await models.CountAsync(token), await db.ReadModelsAsync(newest, token));
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Compares two models</summary>
    /// <remarks>
    /// Compares two models on the test images: which errors of model <c>a</c> model <c>b</c> does not make, which errors it adds, and
    /// whether chance can explain the difference (McNemar's test).
    /// </remarks>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.ModelsNotComparable)]
    internal static async Task<Results<Ok<ModelComparison>, ProblemHttpResult>> CompareModels(
        [AsParameters] ModelComparisonParameters models, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await ComparedModel.FindAsync(db, models.A!, token) is not { } a) return ModelProblems.NotFound(models.A!);
        if (await ComparedModel.FindAsync(db, models.B!, token) is not { } b) return ModelProblems.NotFound(models.B!);
        return a.DatasetSha256 == b.DatasetSha256
            ? TypedResults.Ok(ModelComparison.Of(a, b))
            : ProblemCode.ModelsNotComparable.Because(
                $"Model {a.Id} was evaluated on the dataset {a.Dataset} with SHA-256 {a.DatasetSha256}, but model {b.Id} "
                + $"on the dataset {b.Dataset} with SHA-256 {b.DatasetSha256}. "
                + "Compare models of the same dataset, or train one of the two on the dataset of the other.");
    }

    /// <summary>Gets a model</summary>
    /// <remarks>With its run's configuration, its accuracies and the aliases that point at it.</remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<Model>, ProblemHttpResult>> GetModel(
        string model, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindModelAsync(model, token) is { } found ? TypedResults.Ok(found) : ModelProblems.NotFound(model);
    }

    /// <summary>Downloads a model's weights</summary>
    /// <remarks>
    /// Returns a safetensors file with the weights as float32. Its metadata has all that is needed for predictions, including the
    /// calibration. The entity tag is the SHA-256 of the weights.
    /// </remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "application/octet-stream")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetModelWeights(
        string model, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var named = await db.NamedModels(model).Select(row => new { row.Id, row.WeightsSha256 }).FirstOrDefaultAsync(token);
        if (named is null || await db.ReadModelFileAsync(named.Id, token) is not { } file) return ModelProblems.NotFound(model);

        var entityTag = new EntityTagHeaderValue($"\"{named.WeightsSha256}\"");
        return TypedResults.File(file.ToBytes(), "application/octet-stream", $"{named.Id}.safetensors", entityTag: entityTag);
    }

    /// <summary>Gets a model's evaluation</summary>
    /// <remarks>
    /// Returns the evaluation on the test images, which is made once after training: accuracy with its 95 % interval, loss, confusion
    /// matrix, precision, recall and F1 of each digit, calibration error, and the accuracy on changed copies of the images.
    /// </remarks>
    /// <param name="model" example="champion">The id of the model, or an alias.</param>
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<ModelEvaluation>, ProblemHttpResult>> GetModelEvaluation(
        string model, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.NamedModels(model).Select(named => named.Evaluation).FirstOrDefaultAsync(token) is { } evaluation
            ? TypedResults.Ok(evaluation)
            : ModelProblems.NotFound(model);
    }
}
