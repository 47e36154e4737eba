using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Evaluation;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>Finds the model that a route or a parameter names: by its id, or by an alias. One query, so that an alias that was moved is seen at once.</summary>
internal static class ModelLookup
{
    /// <summary>The model of that name: one or none.</summary>
    public static IQueryable<ModelEntity> NamedModels(this MnistDb db, string name)
    {
        var models = db.Models.AsNoTracking();
        if (Guid.TryParse(name, out var id)) return models.Where(model => model.Id == id);
        var aliases = db.ModelAliases;
        return models.Where(model => aliases.Any(alias => alias.Alias == name && alias.ModelId == model.Id));
    }

    /// <summary>What serving needs of the model of that name; null of none.</summary>
    public static Task<ServedModel?> FindServedModelAsync(this MnistDb db, string name, CancellationToken token)
    {
        var alias = Guid.TryParse(name, out _) ? null : name;
        return db.NamedModels(name)
            .Select(model => new ServedModel(model.Id, alias, model.WeightsSha256, model.ConfidenceThreshold, model.Dataset, model.DatasetSha256))
            .FirstOrDefaultAsync(token);
    }

    /// <summary>As <see cref="FindServedModelAsync(MnistDb, string, CancellationToken)"/>, with a database connection of its own.</summary>
    public static async Task<ServedModel?> FindServedModelAsync(this IDbContextFactory<MnistDb> databases, string name, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindServedModelAsync(name, token);
    }

    /// <summary>A model as a file: its own weights, or those of the checkpoint that it is; null where it is not there any more.</summary>
    /// <exception cref="CheckpointFormatException">What was kept is damaged.</exception>
    public static async Task<ModelFile?> ReadModelFileAsync(this MnistDb db, Guid id, CancellationToken token)
    {
        var checkpoints = db.Checkpoints;
        var kept = await db.Models.Where(model => model.Id == id).Select(model => new
        {
            model.Temperature,
            model.ConfidenceThreshold,
            model.Weights,
            Checkpoint = model.Weights != null
                ? null
                : checkpoints.Where(checkpoint => checkpoint.RunId == id && checkpoint.Epoch == model.Epoch)
                    .Select(checkpoint => checkpoint.Data).FirstOrDefault(),
        }).FirstOrDefaultAsync(token);
        return kept switch
        {
            { Weights: { } weights } => ModelFile.Read(weights),
            { Checkpoint: { } checkpoint } => ModelFile.Of(Checkpoint.Read(checkpoint), new Calibration(kept.Temperature, kept.ConfidenceThreshold)),
            _ => null,
        };
    }
}
