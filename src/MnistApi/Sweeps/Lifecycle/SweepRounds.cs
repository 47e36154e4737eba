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

/// <summary>Ends rounds and sweeps. Each is one transaction with the sweep's row locked: of several processes that find a round over, one decides it, and the others find it decided.</summary>
internal sealed class SweepRounds(IDbContextFactory<MnistDb> databases, RunTransactions transactions, TimeProvider clock)
{
    /// <summary>The sweeps that run though none of their runs in the race waits or trains.</summary>
    public async Task<IReadOnlyList<Guid>> FindOverAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.Sweeps
            .Where(sweep => sweep.State == SweepState.Running
                && !db.TrainingRuns.Any(run => run.SweepId == sweep.Id && run.EliminatedAfterEpoch == null && (run.State == RunState.Queued || run.State == RunState.Running)))
            .OrderBy(sweep => sweep.Id).Select(sweep => sweep.Id).ToListAsync(token);
    }

    /// <summary>Lets the best go on and eliminates the others, or ends the sweep.</summary>
    /// <returns>The runs that go on, to be delivered; none also where there was nothing to decide.</returns>
    public Task<IReadOnlyList<Guid>> DecideAsync(Guid id, CancellationToken token) => databases.ChangeAsync<IReadOnlyList<Guid>>(async db =>
    {
        if (await db.LockedSweep(id).SingleOrDefaultAsync(token) is not { IsFinished: false } sweep) return [];
        var runs = await db.LockedRunsOf(id).ToListAsync(token);
        var race = runs.FindAll(run => run.EliminatedAfterEpoch is null);
        if (SweepDecision.Of(sweep.Plan, sweep.Round, [.. race.Select(run => new RankedRun(run.Id, run.State, run.BestValidationAccuracy, run.BestValidationLoss))]) is not { } decision) return [];

        var now = clock.GetUtcNow().UtcDateTime;
        var changed = race.FindAll(run => decision.GoOn.Contains(run.Id) || (decision.Out.Contains(run.Id) && run.State == RunState.Paused));
        foreach (var run in race)
        {
            if (decision.GoOn.Contains(run.Id)) GoOn(run, sweep.Plan, decision.Round);
            else if (decision.Out.Contains(run.Id)) Eliminate(run, sweep, now);
        }

        sweep.Round = decision.Round;
        if (decision.IsEnd) (sweep.State, sweep.FinishedAt) = (runs.Exists(run => run.State == RunState.Succeeded) ? SweepState.Succeeded : SweepState.Failed, now);
        await transactions.AddStateEventsAsync(db, changed, token);
        return decision.GoOn;
    }, token);

    /// <summary>In its old place in the queue, before all that came after the sweep.</summary>
    private static void GoOn(TrainingRunEntity run, IReadOnlyList<PlannedRound> plan, int round) =>
        (run.State, run.LeaseUntil, run.PauseAfterEpoch) = (RunState.Queued, null, round == plan.Count - 1 ? null : plan[round].Epochs);

    /// <summary>A run that failed or was cancelled by itself is left out as it is; resumed later, it trains to its end and keeps no round waiting.</summary>
    private static void Eliminate(TrainingRunEntity run, SweepEntity sweep, DateTime now)
    {
        var epochs = sweep.Plan[sweep.Round].Epochs;
        (run.EliminatedAfterEpoch, run.PauseAfterEpoch) = (epochs, null);
        if (run.State != RunState.Paused) return;

        (run.State, run.FinishedAt) = (RunState.Cancelled, now);
        var warning = string.Create(CultureInfo.InvariantCulture, $"The sweep goes on without this run: after epoch {epochs} it was not among the best {sweep.Plan[sweep.Round + 1].Runs} by validation accuracy. It can be resumed.");
        RunWarnings.Add(run, [new RunWarning(RunWarningCode.Eliminated, warning)]);
    }
}
