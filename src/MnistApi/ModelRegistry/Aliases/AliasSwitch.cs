using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Gate;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Checkpoints.Safetensors;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>
/// Points aliases at models, through the gate. That the model works is tried first, since it takes time; then it is compared and the alias moved in one
/// transaction, which is done over where somebody else moved the alias meanwhile.
/// </summary>
internal sealed class AliasSwitch(IDbContextFactory<MnistDb> databases, ModelCache models, TimeProvider clock)
{
    /// <summary>Points an alias at a model, if the gate lets it pass. From then on every request that names the alias uses that model.</summary>
    /// <returns>What became of it; null where the model was deleted meanwhile.</returns>
    public async Task<AliasSwitchResult?> SetAsync(string alias, Guid modelId, bool isForced, string? reason, CancellationToken token)
    {
        if (await TryOutAsync(modelId, token) is not { } works) return null;
        return await databases.ChangeAsync<AliasSwitchResult?>(async db =>
        {
            if (await GatedModel.FindAsync(db, modelId, token) is not { } candidate) return null;
            var row = await db.FindAliasAsync(alias, token);
            var report = ModelGate.Report(candidate, row is null ? null : await GatedModel.FindAsync(db, row.ModelId, token), works);
            return Switch(db, row, new AliasMove(alias, modelId, AliasChangeOrigin.Request, report, isForced, reason));
        }, token);
    }

    /// <summary>Points an alias at the model that it had before its newest change that is not undone yet.</summary>
    /// <returns>What became of it.</returns>
    public async Task<AliasSwitchResult> RevertAsync(string alias, CancellationToken token)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(token);
            if (await db.FindNewestChangeAsync(alias, token) is not { FromModelId: { } target } newest) return AliasSwitchResult.NoPrevious;
            if (await TryOutAsync(target, token) is not { } works) return AliasSwitchResult.Gone(target);

            var result = await databases.ChangeAsync<AliasSwitchResult?>(async fresh =>
            {
                if ((await fresh.FindNewestChangeAsync(alias, token))?.Number != newest.Number) return null; // Somebody else moved it.
                if (!await fresh.Models.AnyAsync(model => model.Id == target, token)) return AliasSwitchResult.Gone(target);
                var row = await fresh.FindAliasAsync(alias, token);
                var report = GateReport.Of(target, row!.ModelId, works);
                return Switch(fresh, row, new AliasMove(alias, target, AliasChangeOrigin.Revert, report, Undoes: newest.Number));
            }, token);
            if (result is not null) return result;
        }
    }

    private AliasSwitchResult Switch(MnistDb db, ModelAliasEntity? row, AliasMove move)
    {
        var previous = row?.ModelId;
        var isAllowed = move.Report!.Allows(move.IsForced);
        var isChanged = isAllowed && previous != move.ModelId;
        if (isChanged) row = db.Move(row, move, clock.GetUtcNow().UtcDateTime);
        return new AliasSwitchResult
        {
            Report = move.Report,
            Change = isAllowed ? new ModelAliasChange(move.Alias, move.ModelId, row!.UpdatedAt, previous, isChanged, move.IsForced, move.Reason, move.Report) : null,
        };
    }

    /// <summary>
    /// Reads the model anew, checks its weights and lets it predict; then it is loaded for the requests to come, so that none of them waits for that.
    /// </summary>
    /// <returns>What was found; null where there is no such model.</returns>
    private async Task<IReadOnlyList<GateCheck>?> TryOutAsync(Guid id, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindServedModelAsync($"{id}", token) is not { } model) return null;
        var works = await CheckAsync(db, model, token);
        if (works.All(check => check.Passed)) await models.WarmAsync(model, token);
        return works;
    }

    private static async Task<IReadOnlyList<GateCheck>> CheckAsync(MnistDb db, ServedModel model, CancellationToken token)
    {
        try
        {
            return await db.ReadModelFileAsync(model.Id, token) is { } file
                ? SmokeTest.Check(file, model.WeightsSha256)
                : SmokeTest.Unloadable("its weights are gone.", model.WeightsSha256);
        }
        catch (CheckpointFormatException e)
        {
            return SmokeTest.Unloadable(e.Message, model.WeightsSha256);
        }
    }
}

/// <summary>What became of pointing an alias somewhere.</summary>
internal sealed record AliasSwitchResult
{
    /// <summary>There is nothing to go back to.</summary>
    public static readonly AliasSwitchResult NoPrevious = new();

    /// <summary>What the gate found; null where there was no model to look at.</summary>
    public GateReport? Report { get; init; }

    /// <summary>Null where it was refused.</summary>
    public ModelAliasChange? Change { get; init; }

    /// <summary>The model to go back to, which is no longer there.</summary>
    public Guid? GoneModelId { get; init; }

    public static AliasSwitchResult Gone(Guid id) => new() { GoneModelId = id };
}
