using MnistApi.Sweeps.Contracts;

namespace MnistApi.Sweeps.Halving;

/// <summary>A planned round of successive halving.</summary>
/// <param name="Epochs">The last epoch of the round.</param>
/// <param name="Runs">The number of runs in the round.</param>
internal readonly record struct PlannedRound(int Epochs, int Runs);

/// <summary>
/// Plans the rounds of successive halving (Jamieson and Talwalkar, 2016). The rounds are synchronous: no run continues before all runs of
/// the round are compared, so the result does not depend on the number of workers or their speed.
/// </summary>
internal static class HalvingPlan
{
    /// <summary>
    /// Returns the rounds. Round r, from 0, ends after startEpochs × factor^r epochs, and then 1/factor of its runs, rounded up, continue.
    /// In the last round, the runs train to their end. It starts when a single run is left, or when the next round would reach that end.
    /// </summary>
    public static IReadOnlyList<PlannedRound> Of(SweepHalving halving, int runs, int epochs)
    {
        var rounds = new List<PlannedRound>();
        for (long end = halving.StartEpochs; end < epochs && runs > 1; end *= halving.Factor)
        {
            rounds.Add(new PlannedRound((int)end, runs));
            runs = (runs + halving.Factor - 1) / halving.Factor;
        }

        return [.. rounds, new PlannedRound(epochs, runs)];
    }
}
