using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Aliases;

/// <summary>A change that points an alias at a model.</summary>
/// <param name="Alias">The name of the alias.</param>
/// <param name="ModelId">The model that the alias will point at.</param>
/// <param name="By">The origin of the change.</param>
/// <param name="Report">The result of the gate; null if the change did not go through the gate.</param>
/// <param name="IsForced">Whether the request asked to override the comparisons.</param>
/// <param name="Reason">The reason that the request gave; null if it gave none.</param>
/// <param name="Undoes">The number of the change that this one undoes; null if it undoes none.</param>
internal sealed record AliasChange(
    string Alias,
    Guid ModelId,
    AliasChangeOrigin By,
    GateReport? Report,
    bool IsForced = false,
    string? Reason = null,
    int? Undoes = null);

/// <summary>Points aliases at models and records each change, in the transaction of the caller.</summary>
internal static class AliasHistory
{
    /// <summary>Finds an alias, tracked for changes; null if it does not exist.</summary>
    public static Task<ModelAliasEntity?> FindAliasAsync(this MnistDb db, string alias, CancellationToken token) =>
        db.ModelAliases.FirstOrDefaultAsync(row => row.Alias == alias, token);

    /// <summary>
    /// Points an alias at a model. If two transactions change the same alias at the same time, the version makes one of them fail, and its
    /// caller repeats it.
    /// </summary>
    /// <param name="row">The alias before the change; null if it is new.</param>
    /// <returns>The alias after the change.</returns>
    public static ModelAliasEntity ChangeAlias(this MnistDb db, ModelAliasEntity? row, AliasChange change, DateTime now)
    {
        var from = row?.ModelId;
        if (row is null)
        {
            row = new ModelAliasEntity { Alias = change.Alias, ModelId = change.ModelId, UpdatedAt = now, Version = 0 };
            db.ModelAliases.Add(row);
        }

        (row.ModelId, row.UpdatedAt, row.Version) = (change.ModelId, now, row.Version + 1);
        db.ModelAliasChanges.Add(new ModelAliasChangeEntity
        {
            Alias = change.Alias,
            Number = row.Version,
            ChangedAt = now,
            FromModelId = from,
            ToModelId = change.ModelId,
            By = change.By,
            IsForced = change.IsForced,
            Reason = change.Reason,
            Undoes = change.Undoes,
            Report = change.Report,
        });
        return row;
    }

    /// <summary>Finds the change that the next revert undoes: the newest one that is not itself a revert and has not been undone.</summary>
    /// <returns>The change; null if there is none.</returns>
    public static Task<ModelAliasChangeEntity?> FindNewestChangeAsync(this MnistDb db, string alias, CancellationToken token)
    {
        var changes = db.ModelAliasChanges.AsNoTracking().Where(change => change.Alias == alias);
        return changes
            .Where(change => change.Undoes == null && !changes.Any(other => other.Undoes == change.Number))
            .OrderByDescending(change => change.Number)
            .FirstOrDefaultAsync(token);
    }

    public static AliasHistoryEntry ToEntry(this ModelAliasChangeEntity row) => new(
        row.Number,
        row.ChangedAt,
        row.FromModelId,
        row.ToModelId,
        row.By,
        row.IsForced,
        row.Reason,
        row.Undoes,
        row.Report);
}
