using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.Sweeps.Halving;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>
/// Ends rounds and sweeps, each in one transaction that locks the row of the sweep. If several processes find that a round has ended, one
/// of them decides how the sweep continues, and the others change nothing.
/// </summary>
internal sealed class SweepRounds(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock)
{
    /// <summary>Returns the running sweeps whose round has ended: none of their remaining runs is queued or running.</summary>
    public async Task<IReadOnlyList<Guid>> FindEndedAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var busy = db.TrainingRuns.Where(run =>
            run.EliminatedAfterEpoch == null && (run.State == RunState.Queued || run.State == RunState.Running));
        return await db.Sweeps
            .Where(sweep => sweep.State == SweepState.Running && !busy.Any(run => run.SweepId == sweep.Id))
            .OrderBy(sweep => sweep.Id).Select(sweep => sweep.Id).ToListAsync(token);
    }

    /// <summary>Ends the round of a sweep: lets the best runs continue and eliminates the others, or ends the sweep.</summary>
    /// <returns>The runs that continue and that the caller must deliver; empty if there was nothing to decide.</returns>
    public Task<IReadOnlyList<QueuedRun>> DecideAsync(Guid id, CancellationToken token) =>
        databases.ChangeAsync(db => DecideAsync(db, id, token), token);

    private async Task<IReadOnlyList<QueuedRun>> DecideAsync(MnistDb db, Guid id, CancellationToken token)
    {
        if (await db.LockSweepAsync(id, token) is not { IsFinished: false } sweep) return [];
        var runs = await db.LockRunsOfAsync(id, token);
        var remaining = runs.FindAll(run => run.EliminatedAfterEpoch is null);
        if (SweepDecision.Of(sweep.Plan, sweep.Round, [.. remaining.Select(ToRanked)]) is not { } decision) return [];

        var continued = remaining.FindAll(run => decision.Continuing.Contains(run.Id));
        var eliminated = remaining.FindAll(run => decision.Eliminated.Contains(run.Id));
        List<TrainingRunEntity> changed = [.. continued, .. eliminated.Where(run => run.State == RunState.Paused)];
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var run in continued) run.Requeue(PauseAfter(sweep.Plan, decision.Round));
        foreach (var run in eliminated) Eliminate(run, sweep, now);
        sweep.BeginRound(decision.Round);
        if (decision.IsEnd) sweep.Finish(hasModel: runs.Exists(run => run.State == RunState.Succeeded), now);
        await transactions.AddStateEventsAsync(db, [.. changed.OrderBy(run => run.Id)], token);
        return [.. continued.Select(QueuedRun.Of)];
    }

    private static RankedRun ToRanked(TrainingRunEntity run) =>
        new(run.Id, run.State, run.BestValidationAccuracy, run.BestValidationLoss);

    /// <summary>The last epoch of a round; null for the last round, in which the runs do not pause.</summary>
    private static int? PauseAfter(IReadOnlyList<PlannedRound> plan, int round) => round == plan.Count - 1 ? null : plan[round].Epochs;

    private static void Eliminate(TrainingRunEntity run, SweepEntity sweep, DateTime now)
    {
        var epochs = sweep.Plan[sweep.Round].Epochs;
        var best = sweep.Plan[sweep.Round + 1].Runs;
        var message = $"The sweep eliminated this run: after epoch {epochs} it was not among the best {best} by validation accuracy. "
            + "It can be resumed.";
        run.Eliminate(epochs, new RunWarning(RunWarningCode.Eliminated, message), now);
    }
}
