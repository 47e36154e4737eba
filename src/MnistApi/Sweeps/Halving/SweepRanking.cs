using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Sweeps.Halving;

/// <summary>What a run is ranked by. The test images have no say: they are for judging the one that is chosen.</summary>
/// <param name="ValidationAccuracy">Of its best epoch so far; null before the first.</param>
/// <param name="ValidationLoss">Of that epoch; null also where it was not a finite number.</param>
internal sealed record RankedRun(Guid Id, RunState State, double? ValidationAccuracy, double? ValidationLoss);

/// <summary>Which of a sweep's runs are better.</summary>
internal static class SweepRanking
{
    /// <summary>By validation accuracy, then by validation loss, then in the sweep's order; those without an epoch last.</summary>
    public static IReadOnlyList<RankedRun> Rank(IEnumerable<RankedRun> runs) =>
    [
        .. runs.OrderByDescending(run => run.ValidationAccuracy ?? double.NegativeInfinity)
            .ThenBy(run => run.ValidationLoss ?? double.PositiveInfinity)
            .ThenBy(run => run.Id),
    ];

    /// <summary>The highest ranked run that is a model or may become one; null where none has an epoch.</summary>
    /// <param name="ranked">In their order.</param>
    public static RankedRun? Best(IEnumerable<RankedRun> ranked) =>
        ranked.FirstOrDefault(run => run.ValidationAccuracy is not null && run.State is not (RunState.Failed or RunState.Cancelled));
}
