using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints.Safetensors;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>
/// Points aliases at models if the gate allows it. The checks of the model alone take time, so they run first. The comparison and the
/// change of the alias share one transaction, which is repeated if another request changed the alias at the same time.
/// </summary>
internal sealed class AliasSwitch(IDbContextFactory<MnistDb> databases, ModelCache models, ServedModels served, TimeProvider clock)
{
    /// <summary>Points an alias at a model if the gate allows it. Every later request that names the alias uses that model.</summary>
    /// <returns>The result; null if the model does not exist or was deleted during the call.</returns>
    public async Task<AliasSwitchResult?> SetAsync(string alias, Guid modelId, bool isForced, string? reason, CancellationToken token)
    {
        if (await CheckModelAsync(modelId, token) is not { } modelChecks) return null;
        var result = await databases.ChangeAsync<AliasSwitchResult?>(async db =>
        {
            if (await GatedModel.FindAsync(db, modelId, token) is not { } candidate) return null;
            var row = await db.FindAliasAsync(alias, token);
            var current = row is null ? null : await GatedModel.FindAsync(db, row.ModelId, token);
            var report = ModelGate.Report(candidate, current, modelChecks);
            return Switch(db, row, new AliasChange(alias, modelId, AliasChangeOrigin.Request, report, isForced, reason));
        }, token);
        served.Forget();
        return result;
    }

    /// <summary>Undoes the newest change of an alias that has not been undone: points the alias at its previous model.</summary>
    public async Task<AliasSwitchResult> RevertAsync(string alias, CancellationToken token)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(token);
            if (await db.FindNewestChangeAsync(alias, token) is not { FromModelId: { } target } newest) return AliasSwitchResult.NoPrevious;
            if (await CheckModelAsync(target, token) is not { } modelChecks) return AliasSwitchResult.Deleted(target);

            var result = await databases.ChangeAsync<AliasSwitchResult?>(async fresh =>
            {
                // The lock comes first. Without it, another revert on PostgreSQL could end between the two queries.
                var row = await fresh.Locked<ModelAliasEntity>().FirstAsync(known => known.Alias == alias, token);
                // Another request changed the alias, so the checks are of the wrong model.
                if ((await fresh.FindNewestChangeAsync(alias, token))?.Number != newest.Number) return null;
                if (!await fresh.Models.AnyAsync(model => model.Id == target, token)) return AliasSwitchResult.Deleted(target);
                var report = GateReport.Of(target, row.ModelId, modelChecks);
                return Switch(fresh, row, new AliasChange(alias, target, AliasChangeOrigin.Revert, report, Undoes: newest.Number));
            }, token);
            if (result is null) continue;
            served.Forget();
            return result;
        }
    }

    private AliasSwitchResult Switch(MnistDb db, ModelAliasEntity? row, AliasChange change)
    {
        var report = change.Report!;
        if (!report.Allows(change.IsForced)) return new AliasSwitchResult { Report = report };

        var previous = row?.ModelId;
        var isChanged = previous != change.ModelId;
        if (isChanged) row = db.ChangeAlias(row, change, clock.GetUtcNow().UtcDateTime);
        return new AliasSwitchResult
        {
            Report = report,
            Change = new ModelAliasChange(
                change.Alias,
                change.ModelId,
                row!.UpdatedAt,
                previous,
                isChanged,
                change.IsForced,
                change.Reason,
                report),
        };
    }

    /// <summary>
    /// Reads a model from the database, checks its weights and lets it predict. A model that passes is loaded into the cache, so that no
    /// later request waits for it.
    /// </summary>
    /// <returns>The checks; null if the model does not exist.</returns>
    private async Task<IReadOnlyList<GateCheck>?> CheckModelAsync(Guid id, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync($"{id}", token) is not { } model) return null;
        var modelChecks = await CheckAsync(db, model, token);
        if (modelChecks.All(check => check.Passed)) await models.FindAsync(model, token);
        return modelChecks;
    }

    private static async Task<IReadOnlyList<GateCheck>> CheckAsync(MnistDb db, ServedModel model, CancellationToken token)
    {
        try
        {
            return await db.ReadModelFileAsync(model.Id, token) is { } file
                ? SmokeTest.Check(file, model.WeightsSha256)
                : SmokeTest.Unloadable("Its weights are missing.", model.WeightsSha256);
        }
        catch (CheckpointFormatException e)
        {
            return SmokeTest.Unloadable(e.Message, model.WeightsSha256);
        }
    }
}

/// <summary>The result of a request to change an alias.</summary>
internal sealed record AliasSwitchResult
{
    /// <summary>The result of a revert of an alias that has no change left to undo.</summary>
    public static readonly AliasSwitchResult NoPrevious = new();

    /// <summary>The result of the gate; null if there was no model to check.</summary>
    public GateReport? Report { get; init; }

    /// <summary>The alias after the request; null if the request was refused.</summary>
    public ModelAliasChange? Change { get; init; }

    /// <summary>The previous model, if it was deleted; otherwise null.</summary>
    public Guid? DeletedModelId { get; init; }

    public static AliasSwitchResult Deleted(Guid id) => new() { DeletedModelId = id };
}
