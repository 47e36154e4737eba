using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Queries;

/// <summary>How far a sweep is, from how far its runs are.</summary>
internal static class SweepEstimate
{
    /// <param name="epochSeconds">Mean time of its epochs so far; null before the first, and where the sweep has ended.</param>
    public static SweepProgress Of(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> runs, double? epochSeconds)
    {
        var done = runs.Sum(run => run.EpochsDone);
        var planned = sweep.State switch
        {
            SweepState.Running => done + ToGo(sweep, runs),
            SweepState.Succeeded => done,
            _ => Math.Max(done, AtFirst(sweep, runs)),
        };
        var workers = Math.Max(1, runs.Count(run => run.State == RunState.Running));
        return new SweepProgress(
            runs.Sum(run => (int)run.EpochsDone),
            (int)Math.Round(planned),
            sweep.State == SweepState.Succeeded ? 1 : planned == 0 ? 0 : done / planned,
            (planned - done) * epochSeconds / workers);
    }

    /// <summary>Epochs to go: those of this round, and those of the rounds that follow, if none of the runs fails.</summary>
    private static double ToGo(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> runs)
    {
        var plan = sweep.Plan;
        var race = runs.Where(run => run.EliminatedAfterEpoch is null && run.IsUnfinished).ToArray();
        var ofRound = race.Sum(run => Math.Max(0, Math.Min(run.Epochs, plan[sweep.Round].Epochs) - run.EpochsDone));
        return ofRound + Enumerable.Range(sweep.Round + 1, plan.Count - sweep.Round - 1).Sum(round => (double)Math.Min(race.Length, plan[round].Runs) * (plan[round].Epochs - plan[round - 1].Epochs));
    }

    private static double AtFirst(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> runs) => sweep.Halving is null
        ? runs.Sum(run => run.Epochs)
        : sweep.Plan.Select((round, i) => (double)round.Runs * (round.Epochs - (i == 0 ? 0 : sweep.Plan[i - 1].Epochs))).Sum();
}
