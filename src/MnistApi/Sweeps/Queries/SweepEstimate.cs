using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Queries;

/// <summary>Computes the progress of a sweep from the progress of its runs.</summary>
internal static class SweepEstimate
{
    /// <param name="epochSeconds">
    /// The mean duration of the finished epochs, in seconds; null before the first epoch, and if the sweep has ended.
    /// </param>
    public static SweepProgress Of(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> runs, double? epochSeconds)
    {
        var done = runs.Sum(run => run.EpochsDone);
        var planned = sweep.State switch
        {
            SweepState.Running => done + Remaining(sweep, runs),
            SweepState.Succeeded => done,
            _ => Math.Max(done, Planned(sweep, runs)),
        };
        var workers = Math.Max(1, runs.Count(run => run.State == RunState.Running));
        return new SweepProgress(
            runs.Sum(run => (int)run.EpochsDone),
            (int)Math.Round(planned),
            sweep.State == SweepState.Succeeded ? 1 : planned == 0 ? 0 : done / planned,
            (planned - done) * epochSeconds / workers);
    }

    /// <summary>The number of remaining epochs in this round and all later rounds, if no run fails.</summary>
    private static double Remaining(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> runs)
    {
        var plan = sweep.Plan;
        var remaining = runs.Where(run => run.EliminatedAfterEpoch is null && run.IsUnfinished).ToArray();
        var inThisRound = remaining.Sum(run => Math.Max(0, Math.Min(run.Epochs, plan[sweep.Round].Epochs) - run.EpochsDone));
        var inLaterRounds = Enumerable.Range(sweep.Round + 1, plan.Count - sweep.Round - 1)
            .Sum(round => (double)Math.Min(remaining.Length, plan[round].Runs) * (plan[round].Epochs - plan[round - 1].Epochs));
        return inThisRound + inLaterRounds;
    }

    /// <summary>The number of epochs that was planned when the sweep started.</summary>
    private static double Planned(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> runs) => sweep.Halving is null
        ? runs.Sum(run => run.Epochs)
        : sweep.Plan.Select((round, i) => (double)round.Runs * (round.Epochs - (i == 0 ? 0 : sweep.Plan[i - 1].Epochs))).Sum();
}
