using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Halving;

/// <summary>The decision at the end of a round.</summary>
/// <param name="Round">The next round, from 0. If the sweep ends, this is the round that ended.</param>
/// <param name="Continuing">The paused runs that continue in the next round.</param>
/// <param name="Eliminated">All other runs. The sweep no longer waits for any of them.</param>
/// <param name="IsEnd">Whether the sweep has ended.</param>
internal sealed record SweepDecision(int Round, IReadOnlyList<Guid> Continuing, IReadOnlyList<Guid> Eliminated, bool IsEnd)
{
    /// <summary>Decides how a sweep continues after a round.</summary>
    /// <param name="plan">The planned rounds. A sweep without halving has one.</param>
    /// <param name="round">The current round, from 0.</param>
    /// <param name="runs">The runs that were not eliminated.</param>
    /// <returns>The decision; null if a run is still queued or running, so the round has not ended.</returns>
    public static SweepDecision? Of(IReadOnlyList<PlannedRound> plan, int round, IReadOnlyCollection<RankedRun> runs)
    {
        if (runs.Any(run => run.State is RunState.Queued or RunState.Running)) return null;
        if (round >= plan.Count - 1) return new SweepDecision(round, [], [], IsEnd: true);

        // A run that succeeded early is ranked like the paused runs.
        var ranked = SweepRanking.Rank(runs.Where(run => run.State is RunState.Paused or RunState.Succeeded));
        var best = ranked.Take(plan[round + 1].Runs).ToArray();
        var continuing = best.Where(run => run.State == RunState.Paused).Select(run => run.Id).ToArray();
        var eliminated = runs.Select(run => run.Id).Except(best.Select(run => run.Id)).Order().ToArray();
        var next = best.Length == 1 ? plan.Count - 1 : round + 1;
        return continuing.Length == 0
            ? new SweepDecision(round, [], eliminated, IsEnd: true)
            : new SweepDecision(next, continuing, eliminated, IsEnd: false);
    }
}
