using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>Cancels and deletes sweeps. Each operation changes the sweep and its runs in one transaction.</summary>
internal sealed class SweepEnding(
    IDbContextFactory<MnistDb> databases, RunTransactions transactions, ServedModels served, TimeProvider clock)
{
    /// <summary>
    /// Cancels a running sweep and its runs that have not ended. The next write of a worker is rejected, and then the worker stops.
    /// </summary>
    /// <returns>The state before the request; null if there is no such sweep.</returns>
    public Task<SweepState?> CancelAsync(Guid id, CancellationToken token) => databases.ChangeAsync<SweepState?>(async db =>
    {
        if (await db.LockSweepAsync(id, token) is not { } sweep) return null;
        if (sweep.IsFinished) return sweep.State;

        var now = clock.GetUtcNow().UtcDateTime;
        sweep.Cancel(now);
        var runs = await db.LockRunsOfAsync(id, token);
        foreach (var run in runs) run.LeaveRounds();
        var cancelled = runs.FindAll(run => !run.IsFinished);
        foreach (var run in cancelled) run.Cancel(now);
        await transactions.AddStateEventsAsync(db, cancelled, token);
        return SweepState.Running;
    }, token);

    /// <summary>Deletes a sweep that has ended, with its runs and all their data.</summary>
    /// <returns>The result; null if there is no such sweep.</returns>
    public async Task<SweepDeletionResult?> DeleteAsync(Guid id, CancellationToken token)
    {
        var result = await databases.ChangeAsync(db => DeleteAsync(db, id, token), token);
        served.Forget();
        return result;
    }

    private static async Task<SweepDeletionResult?> DeleteAsync(MnistDb db, Guid id, CancellationToken token)
    {
        if (await db.LockSweepAsync(id, token) is not { } sweep) return null;
        if (!sweep.IsFinished) return new SweepDeletionResult(sweep.State, null, null);

        var runs = await db.LockRunsOfAsync(id, token);
        if (runs.Find(run => !run.IsFinished) is { } unfinished) return new SweepDeletionResult(sweep.State, unfinished.Id, null);
        var ids = runs.Select(run => run.Id).ToArray();
        var alias = await db.ModelAliases
            .Where(alias => ids.Contains(alias.ModelId))
            .OrderBy(alias => alias.Alias)
            .FirstOrDefaultAsync(token);
        if (alias is not null) return new SweepDeletionResult(null, alias.ModelId, alias.Alias);

        db.TrainingRuns.RemoveRange(runs);
        db.Sweeps.Remove(sweep);
        return new SweepDeletionResult(null, null, null);
    }
}

/// <summary>
/// The result of a request to delete a sweep. If all values are null, the sweep was deleted; otherwise they give the reason why not.
/// </summary>
/// <param name="State">The state of the sweep, if it or one of its runs has not ended.</param>
/// <param name="RunId">A run that has not ended, or whose model an alias points at.</param>
/// <param name="Alias">The alias that points at the model of that run.</param>
internal sealed record SweepDeletionResult(SweepState? State, Guid? RunId, string? Alias);
