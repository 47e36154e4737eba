using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Queries;

/// <summary>Reads models and maps them to API contracts.</summary>
internal static class ModelReader
{
    /// <summary>Finds a model by its id or by an alias; null if there is none.</summary>
    public static async Task<Model?> FindModelAsync(this MnistDb db, string name, CancellationToken token) =>
        await db.ReadModelsAsync(db.NamedModels(name), token) is [var model] ? model : null;

    /// <summary>Reads the models of a query, in its order, with the aliases that point at them.</summary>
    public static async Task<IReadOnlyList<Model>> ReadModelsAsync(this MnistDb db, IQueryable<ModelEntity> query, CancellationToken token)
    {
        var rows = await query.Select(ModelEntity.WithoutWeights).ToListAsync(token);
        var ids = rows.Select(row => row.Id).ToArray();
        var aliases = await db.ModelAliases.AsNoTracking()
            .Where(alias => ids.Contains(alias.ModelId))
            .OrderBy(alias => alias.Alias)
            .ToListAsync(token);
        var byModel = aliases.ToLookup(alias => alias.ModelId, alias => alias.Alias);
        return [.. rows.Select(row => ToModel(row, [.. byModel[row.Id]]))];
    }

    private static Model ToModel(ModelEntity row, IReadOnlyList<string> aliases) => new(
        row.Id,
        row.Name,
        row.Recipe,
        row.Dataset,
        row.DatasetSha256,
        row.Seed,
        row.Config,
        row.Epoch,
        row.ValidationAccuracy,
        row.Evaluation.ToTestResult(),
        row.WeightsSha256,
        new Calibration(row.Temperature, row.ConfidenceThreshold),
        aliases,
        row.CreatedAt);

    private static TestResult ToTestResult(this ModelEvaluation evaluation) =>
        new(evaluation.Accuracy, evaluation.SampleCount - evaluation.CorrectCount, evaluation.Loss);
}
