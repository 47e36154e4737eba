using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Evaluation;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.ModelRegistry;

/// <summary>Reads models as the service tells them.</summary>
internal static class ModelReader
{
    /// <summary>One model, or null.</summary>
    public static async Task<Model?> FindModelAsync(this MnistDb db, string name, CancellationToken token) =>
        await db.ReadModelsAsync(db.NamedModels(name).Rows(db), token) is [var model] ? model : null;

    /// <summary>Models with their runs.</summary>
    public static IQueryable<ModelRow> Rows(this IQueryable<ModelEntity> models, MnistDb db) => models.Join(
        db.TrainingRuns, model => model.Id, run => run.Id,
        (model, run) => new ModelRow { Id = model.Id, Epoch = model.Epoch, WeightsSha256 = model.WeightsSha256, DatasetSha256 = model.DatasetSha256, Temperature = model.Temperature, AcceptFrom = model.AcceptFrom, CreatedAt = model.CreatedAt, Run = run });

    /// <summary>Rows to models, in their order.</summary>
    public static async Task<IReadOnlyList<Model>> ReadModelsAsync(this MnistDb db, IQueryable<ModelRow> query, CancellationToken token)
    {
        var rows = await query.AsNoTracking().ToListAsync(token);
        var ids = rows.Select(row => row.Id).ToArray();
        var aliases = (await db.ModelAliases.AsNoTracking().Where(alias => ids.Contains(alias.ModelId)).OrderBy(alias => alias.Alias).ToListAsync(token))
            .ToLookup(alias => alias.ModelId, alias => alias.Alias);
        return [.. rows.Select(row => row.ToModel([.. aliases[row.Id]]))];
    }
}

/// <summary>A model without its long evaluation, and its run.</summary>
internal sealed class ModelRow
{
    public required Guid Id { get; init; }

    public required int Epoch { get; init; }

    public required string WeightsSha256 { get; init; }

    public required string DatasetSha256 { get; init; }

    public required double Temperature { get; init; }

    public required double AcceptFrom { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required TrainingRunEntity Run { get; init; }

    public Model ToModel(IReadOnlyList<string> aliases) => new(
        Id,
        Run.Name,
        Run.Recipe,
        Run.Dataset,
        DatasetSha256,
        Run.Seed,
        Run.ReadConfig(),
        Epoch,
        Run.BestValidationAccuracy!.Value,
        new TestResult(Run.TestAccuracy!.Value, Run.TestErrorCount!.Value, Run.TestLoss),
        WeightsSha256,
        new Calibration(Temperature, AcceptFrom),
        aliases,
        CreatedAt);
}
