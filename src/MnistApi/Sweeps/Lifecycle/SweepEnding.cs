using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>Cancels and deletes sweeps, each with its runs in one transaction: a sweep is never half cancelled or half there.</summary>
internal sealed class SweepEnding(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock)
{
    /// <summary>What became of a wish to delete: a state that is in the way, an unfinished run, an alias that points at a run's model. None: the sweep is gone.</summary>
    public sealed record Deletion(SweepState? State, Guid? RunId, string? Alias);

    /// <summary>Cancels a sweep that runs, and its runs that have not ended; workers find themselves fenced off.</summary>
    /// <returns>The state before; null of none.</returns>
    public Task<SweepState?> CancelAsync(Guid id, CancellationToken token) => databases.ChangeAsync<SweepState?>(async db =>
    {
        if (await db.LockedSweep(id).SingleOrDefaultAsync(token) is not { } sweep) return null;
        if (sweep.IsFinished) return sweep.State;

        var now = clock.GetUtcNow().UtcDateTime;
        (sweep.State, sweep.FinishedAt) = (SweepState.Cancelled, now);
        var all = await db.LockedRunsOf(id).ToListAsync(token);
        foreach (var run in all) run.PauseAfterEpoch = null; // There are no more rounds, also for one that ended before and is resumed.
        var runs = all.FindAll(run => !run.IsFinished);
        foreach (var run in runs)
        {
            if (run.State == RunState.Running) await RunAttempts.EndAsync(db, run, AttemptOutcome.Cancelled, null, now, token);
            (run.State, run.FinishedAt, run.LeaseUntil) = (RunState.Cancelled, now, null);
        }

        await transactions.AddStateEventsAsync(db, runs, token);
        return SweepState.Running;
    }, token);

    /// <summary>Deletes a sweep that has ended, with its runs and all they own; null of none.</summary>
    public Task<Deletion?> DeleteAsync(Guid id, CancellationToken token) => databases.ChangeAsync<Deletion?>(async db =>
    {
        if (await db.LockedSweep(id).SingleOrDefaultAsync(token) is not { } sweep) return null;
        if (!sweep.IsFinished) return new Deletion(sweep.State, null, null);

        var runs = await db.LockedRunsOf(id).ToListAsync(token);
        if (runs.Find(run => !run.IsFinished) is { } unfinished) return new Deletion(sweep.State, unfinished.Id, null);
        var alias = await db.ModelAliases.Where(alias => db.TrainingRuns.Any(run => run.SweepId == id && run.Id == alias.ModelId))
            .OrderBy(alias => alias.Alias).Select(alias => new { alias.Alias, alias.ModelId }).FirstOrDefaultAsync(token);
        if (alias is not null) return new Deletion(null, alias.ModelId, alias.Alias);

        db.TrainingRuns.RemoveRange(runs);
        db.Sweeps.Remove(sweep);
        return new Deletion(null, null, null);
    }, token);
}
