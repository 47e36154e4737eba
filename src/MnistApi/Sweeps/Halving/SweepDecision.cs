using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Halving;

/// <summary>What comes after a round.</summary>
/// <param name="Round">The round that begins, from 0; where the sweep ends, the one that ended.</param>
/// <param name="GoOn">Paused runs that train in it.</param>
/// <param name="Out">The others: paused ones are eliminated, and none of them is asked for any more.</param>
/// <param name="IsEnd">Whether nothing is left to do.</param>
internal sealed record SweepDecision(int Round, IReadOnlyList<Guid> GoOn, IReadOnlyList<Guid> Out, bool IsEnd)
{
    /// <summary>Decides a round that is over.</summary>
    /// <param name="plan">The rounds; a sweep without halving has one.</param>
    /// <param name="round">The round at work, from 0.</param>
    /// <param name="runs">The runs that are in the race.</param>
    /// <returns>Null while one of them waits or trains.</returns>
    public static SweepDecision? Of(IReadOnlyList<PlannedRound> plan, int round, IReadOnlyCollection<RankedRun> runs)
    {
        if (runs.Any(run => run.State is RunState.Queued or RunState.Running)) return null;
        if (round >= plan.Count - 1) return new SweepDecision(round, [], [], IsEnd: true);

        // One that ended early of itself has earned its place by its accuracy, as the others have.
        var ranked = SweepRanking.Rank(runs.Where(run => run.State is RunState.Paused or RunState.Succeeded));
        var best = ranked.Take(plan[round + 1].Runs).ToArray();
        var goOn = best.Where(run => run.State == RunState.Paused).Select(run => run.Id).ToArray();
        var left = runs.Select(run => run.Id).Except(best.Select(run => run.Id)).Order().ToArray();
        var next = best.Length == 1 ? plan.Count - 1 : round + 1;
        return goOn.Length == 0 ? new SweepDecision(round, [], left, IsEnd: true) : new SweepDecision(next, goOn, left, IsEnd: false);
    }
}
