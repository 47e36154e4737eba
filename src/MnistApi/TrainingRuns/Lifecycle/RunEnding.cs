using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Cancels and deletes runs.</summary>
internal sealed class RunEnding(RunTransactions transactions, RunReader reader, TimeProvider clock)
{
    /// <summary>
    /// Cancels a run that waits or trains. The row changes at once; the worker's next write finds itself fenced off, and the worker stops.
    /// </summary>
    /// <returns>The run as it is then, which is not cancelled if it had already ended; null if there is no such run.</returns>
    public Task<TrainingRun?> CancelAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        if (row.IsFinished) return await reader.FindAsync(db, id, token);

        row.Cancel(clock.GetUtcNow().UtcDateTime);
        return await transactions.AddStateEventAsync(db, row, token);
    }, token);

    /// <summary>Deletes a run that has ended, and everything that it owns. Null if there is no such run.</summary>
    public Task<RunDeletion?> DeleteAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        if (!row.IsFinished) return new RunDeletion(row.State, null);
        var alias = await db.ModelAliases.Where(alias => alias.ModelId == id)
            .OrderBy(alias => alias.Alias == ModelAlias.Builtin ? 0 : 1).Select(alias => alias.Alias).FirstOrDefaultAsync(token);
        if (alias is not null) return new RunDeletion(null, alias);

        db.TrainingRuns.Remove(row);
        return new RunDeletion(null, null);
    }, token);
}

/// <summary>What prevented a run from being deleted. If both are null, it is deleted.</summary>
/// <param name="State">The state of a run that has not ended.</param>
/// <param name="Alias">An alias that points at the run's model.</param>
internal sealed record RunDeletion(RunState? State, string? Alias);
