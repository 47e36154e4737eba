using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>
/// Finds the model that a route or a parameter names, by its id or by an alias, with one query. Predictions use <see cref="ServedModels"/>.
/// </summary>
internal static class ModelLookup
{
    /// <summary>The query for the model with an id or an alias. It has one result or none.</summary>
    public static IQueryable<ModelEntity> NamedModels(this MnistDb db, string name)
    {
        var models = db.Models.AsNoTracking();
        if (Guid.TryParse(name, out var id)) return models.Where(model => model.Id == id);
        var aliases = db.ModelAliases;
        return models.Where(model => aliases.Any(alias => alias.Alias == name && alias.ModelId == model.Id));
    }

    /// <summary>Finds the data of a model that predictions need; null if there is no such model.</summary>
    public static Task<ServedModel?> FindServedModelAsync(this MnistDb db, string name, CancellationToken token)
    {
        var alias = Guid.TryParse(name, out _) ? null : name;
        return db.NamedModels(name)
            .Select(model => new ServedModel(
                model.Id,
                alias,
                model.WeightsSha256,
                model.ConfidenceThreshold,
                model.Dataset,
                model.DatasetSha256))
            .FirstOrDefaultAsync(token);
    }

    /// <summary>Like <see cref="FindServedModelAsync(MnistDb, string, CancellationToken)"/>, but opens a database context.</summary>
    public static async Task<ServedModel?> FindServedModelAsync(
        this IDbContextFactory<MnistDb> databases, string name, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindServedModelAsync(name, token);
    }

    /// <summary>
    /// Reads a model from its own weights or from the checkpoint of its run; null if the model or its weights no longer exist.
    /// </summary>
    /// <exception cref="CheckpointFormatException">The stored weights are damaged.</exception>
    public static async Task<ModelFile?> ReadModelFileAsync(this MnistDb db, Guid id, CancellationToken token)
    {
        var checkpoints = db.Checkpoints;
        var stored = await db.Models.Where(model => model.Id == id).Select(model => new
        {
            model.Temperature,
            model.ConfidenceThreshold,
            model.Weights,
            Checkpoint = model.Weights != null
                ? null
                : checkpoints
                    .Where(checkpoint => checkpoint.RunId == id && checkpoint.Epoch == model.Epoch)
                    .Select(checkpoint => checkpoint.Data)
                    .FirstOrDefault(),
        }).FirstOrDefaultAsync(token);
        return stored switch
        {
            { Weights: { } weights } => ModelFile.Read(weights),
            { Checkpoint: { } checkpoint } =>
                ModelFile.Of(Checkpoint.Read(checkpoint), new Calibration(stored.Temperature, stored.ConfidenceThreshold)),
            _ => null,
        };
    }
}
