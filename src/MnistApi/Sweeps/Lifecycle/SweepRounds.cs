using System.Globalization;
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
/// Ends rounds and sweeps, each in one transaction that locks the sweep's row. If several processes find that a round is over, one of them decides it
/// and the others find it decided.
/// </summary>
internal sealed class SweepRounds(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock)
{
    /// <summary>The sweeps that are running although none of the runs that they still count in waits or trains.</summary>
    public async Task<IReadOnlyList<Guid>> FindOverAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var busy = db.TrainingRuns.Where(run =>
            run.EliminatedAfterEpoch == null && (run.State == RunState.Queued || run.State == RunState.Running));
        return await db.Sweeps
            .Where(sweep => sweep.State == SweepState.Running && !busy.Any(run => run.SweepId == sweep.Id))
            .OrderBy(sweep => sweep.Id).Select(sweep => sweep.Id).ToListAsync(token);
    }

    /// <summary>Lets the best runs continue and eliminates the others, or ends the sweep.</summary>
    /// <returns>The runs that continue, to be delivered. None if there was nothing to decide.</returns>
    public Task<IReadOnlyList<QueuedRun>> DecideAsync(Guid id, CancellationToken token) => databases.ChangeAsync<IReadOnlyList<QueuedRun>>(async db =>
    {
        if (await db.LockSweepAsync(id, token) is not { IsFinished: false } sweep) return [];
        var runs = await db.LockRunsOfAsync(id, token);
        var race = runs.FindAll(run => run.EliminatedAfterEpoch is null);
        if (SweepDecision.Of(sweep.Plan, sweep.Round, [.. race.Select(ToRanked)]) is not { } decision) return [];

        var continued = race.FindAll(run => decision.GoOn.Contains(run.Id));
        var eliminated = race.FindAll(run => decision.Out.Contains(run.Id));
        List<TrainingRunEntity> changed = [.. continued, .. eliminated.Where(run => run.State == RunState.Paused)];
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var run in continued) run.Requeue(PauseAfter(sweep.Plan, decision.Round));
        foreach (var run in eliminated) Eliminate(run, sweep, now);
        sweep.BeginRound(decision.Round);
        if (decision.IsEnd) sweep.Finish(hasModel: runs.Exists(run => run.State == RunState.Succeeded), now);
        await transactions.AddStateEventsAsync(db, [.. changed.OrderBy(run => run.Id)], token);
        return [.. continued.Select(QueuedRun.Of)];
    }, token);

    private static RankedRun ToRanked(TrainingRunEntity run) => new(run.Id, run.State, run.BestValidationAccuracy, run.BestValidationLoss);

    private static int? PauseAfter(IReadOnlyList<PlannedRound> plan, int round) => round == plan.Count - 1 ? null : plan[round].Epochs;

    private static void Eliminate(TrainingRunEntity run, SweepEntity sweep, DateTime now)
    {
        var epochs = sweep.Plan[sweep.Round].Epochs;
        var best = sweep.Plan[sweep.Round + 1].Runs;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The sweep continues without this run: after epoch {epochs} it was not among the best {best} by validation accuracy. It can be resumed.");
        run.Eliminate(epochs, new RunWarning(RunWarningCode.Eliminated, message), now);
    }
}
