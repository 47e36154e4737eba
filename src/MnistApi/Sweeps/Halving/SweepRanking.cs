using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Halving;

/// <summary>
/// The values by which a run is ranked. The test images do not affect the rank, because they evaluate the run that is chosen.
/// </summary>
/// <param name="ValidationAccuracy">The validation accuracy of the best epoch so far, 0 to 1; null before the first epoch ends.</param>
/// <param name="ValidationLoss">
/// The validation loss of the same epoch; null if there is no epoch or the loss was not a finite number.
/// </param>
internal sealed record RankedRun(Guid Id, RunState State, double? ValidationAccuracy, double? ValidationLoss);

/// <summary>Ranks the runs of a sweep.</summary>
internal static class SweepRanking
{
    /// <summary>
    /// Orders runs by validation accuracy, then by validation loss, then by their order in the sweep. Runs without an epoch come last.
    /// </summary>
    public static IReadOnlyList<RankedRun> Rank(IEnumerable<RankedRun> runs) =>
    [
        .. runs.OrderByDescending(run => run.ValidationAccuracy ?? double.NegativeInfinity)
            .ThenBy(run => run.ValidationLoss ?? double.PositiveInfinity)
            .ThenBy(run => run.Id),
    ];

    /// <summary>Returns the best run that has not failed and was not cancelled; null if there is none with a finished epoch.</summary>
    /// <param name="ranked">The runs, the best first.</param>
    public static RankedRun? Best(IEnumerable<RankedRun> ranked) =>
        ranked.FirstOrDefault(run => run.ValidationAccuracy is not null && run.State is not (RunState.Failed or RunState.Cancelled));
}
