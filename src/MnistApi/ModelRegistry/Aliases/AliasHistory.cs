using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>How an alias is pointed at a model, and by whom.</summary>
/// <param name="Report">What the gate found; null where there was none to pass.</param>
/// <param name="Undoes">The number of the change that this one undoes.</param>
internal sealed record AliasMove(string Alias, Guid ModelId, AliasChangeOrigin By, GateReport? Report, bool IsForced = false, string? Reason = null, int? Undoes = null);

/// <summary>Points aliases at models, and writes each change down, in the caller's transaction.</summary>
internal static class AliasHistory
{
    /// <summary>The alias as it is, to be changed; null of none.</summary>
    public static Task<ModelAliasEntity?> FindAliasAsync(this MnistDb db, string alias, CancellationToken token) =>
        db.ModelAliases.FirstOrDefaultAsync(row => row.Alias == alias, token);

    /// <summary>Points an alias at another model. The version makes one of two changes at once fail: it is done over on what the other left.</summary>
    /// <param name="row">The alias as it is; null where it is new.</param>
    /// <returns>The alias as it is then.</returns>
    public static ModelAliasEntity Move(this MnistDb db, ModelAliasEntity? row, AliasMove move, DateTime now)
    {
        var from = row?.ModelId;
        if (row is null) db.ModelAliases.Add(row = new ModelAliasEntity { Alias = move.Alias, ModelId = move.ModelId, UpdatedAt = now, Version = 0 });
        (row.ModelId, row.UpdatedAt, row.Version) = (move.ModelId, now, row.Version + 1);
        db.ModelAliasChanges.Add(new ModelAliasChangeEntity
        {
            Alias = move.Alias,
            Number = row.Version,
            ChangedAt = now,
            FromModelId = from,
            ToModelId = move.ModelId,
            By = move.By,
            IsForced = move.IsForced,
            Reason = move.Reason,
            Undoes = move.Undoes,
            Report = move.Report,
        });
        return row;
    }

    /// <summary>The newest change of an alias that is neither undone nor undoes another: what is undone next. Null of none.</summary>
    public static Task<ModelAliasChangeEntity?> FindNewestChangeAsync(this MnistDb db, string alias, CancellationToken token)
    {
        var changes = db.ModelAliasChanges.AsNoTracking().Where(change => change.Alias == alias);
        return changes
            .Where(change => change.Undoes == null && !changes.Any(other => other.Undoes == change.Number))
            .OrderByDescending(change => change.Number)
            .FirstOrDefaultAsync(token);
    }

    public static AliasHistoryEntry ToEntry(this ModelAliasChangeEntity row) => new(
        row.Number, row.ChangedAt, row.FromModelId, row.ToModelId, row.By, row.IsForced, row.Reason, row.Undoes, row.Report);
}
