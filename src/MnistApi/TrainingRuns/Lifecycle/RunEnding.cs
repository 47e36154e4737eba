using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Cancels and deletes runs.</summary>
internal sealed class RunEnding(RunTransactions transactions, RunReader reader, TimeProvider clock)
{
    /// <summary>Why a run was not deleted: its state, or an alias that points at it. Neither: it was.</summary>
    public sealed record Deletion(RunState? State, string? Alias);

    /// <summary>
    /// Cancels a run that waits or trains: the row changes at once, after which a worker's writes find themselves fenced off and it stops.
    /// </summary>
    /// <returns>The run as it is then, which is not cancelled where it had ended; null of none.</returns>
    public Task<TrainingRun?> CancelAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        if (row.IsFinished) return await reader.FindAsync(db, id, token);

        var now = clock.GetUtcNow().UtcDateTime;
        (row.State, row.FinishedAt, row.LeaseUntil) = (RunState.Cancelled, now, null);
        await RunAttempts.EndAsync(db, row, AttemptOutcome.Cancelled, null, now, token);
        return await transactions.AddStateEventAsync(db, row, token);
    }, token);

    /// <summary>Deletes a run that has ended, and all it owns; null of none.</summary>
    public Task<Deletion?> DeleteAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        if (!row.IsFinished) return new Deletion(row.State, null);
        var alias = await db.ModelAliases.Where(alias => alias.ModelId == id).OrderBy(alias => alias.Alias == ModelAlias.Builtin ? 0 : 1).Select(alias => alias.Alias).FirstOrDefaultAsync(token);
        if (alias is not null) return new Deletion(null, alias);

        db.TrainingRuns.Remove(row);
        return new Deletion(null, null);
    }, token);
}
