using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Cancels and deletes runs.</summary>
internal sealed class RunEnding(RunTransactions transactions, RunReader reader, ServedModels served, TimeProvider clock)
{
    /// <summary>
    /// Cancels a queued, running or paused run. The row changes at once. The next write of the worker is rejected, and then the worker
    /// stops.
    /// </summary>
    /// <returns>The run. Its state shows whether it was cancelled or had ended before. Null if there is no such run.</returns>
    public Task<TrainingRun?> CancelAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        if (row.IsFinished) return await reader.FindAsync(db, id, token);

        row.Cancel(clock.GetUtcNow().UtcDateTime);
        return await transactions.AddStateEventAsync(db, row, token);
    }, token);

    /// <summary>Deletes a run that has ended, with all its data.</summary>
    /// <returns>The result; null if there is no such run.</returns>
    public async Task<RunDeletionResult?> DeleteAsync(Guid id, CancellationToken token)
    {
        var result = await transactions.ChangeAsync(id, (db, row) => DeleteAsync(db, row, token), token);
        served.Forget();
        return result;
    }

    private static async Task<RunDeletionResult> DeleteAsync(MnistDb db, TrainingRunEntity row, CancellationToken token)
    {
        if (!row.IsFinished) return new RunDeletionResult(row.State, null);
        var alias = await db.ModelAliases.Where(alias => alias.ModelId == row.Id)
            .OrderBy(alias => alias.Alias == ModelAlias.Builtin ? 0 : 1).Select(alias => alias.Alias).FirstOrDefaultAsync(token);
        if (alias is not null) return new RunDeletionResult(null, alias);

        db.TrainingRuns.Remove(row);
        return new RunDeletionResult(null, null);
    }
}

/// <summary>
/// The result of a request to delete a run. If both values are null, the run was deleted; otherwise they give the reason why not.
/// </summary>
/// <param name="State">The state of the run, if it has not ended.</param>
/// <param name="Alias">An alias that points at the model of the run.</param>
internal sealed record RunDeletionResult(RunState? State, string? Alias);
