using MnistApi.Sweeps.Contracts;

namespace MnistApi.Sweeps.Halving;

/// <summary>A round of successive halving as it is planned.</summary>
/// <param name="Epochs">The epoch that ends it.</param>
/// <param name="Runs">Runs that train in it.</param>
internal readonly record struct PlannedRound(int Epochs, int Runs);

/// <summary>
/// Successive halving (Jamieson and Talwalkar, 2016), with its rounds one after the other: no run goes on before all are compared, so what goes on does not
/// depend on the number of workers or on which of them is faster.
/// </summary>
internal static class HalvingPlan
{
    /// <summary>Round r ends after startEpochs × factor^r epochs, and 1/factor of its runs go on; the last trains to the end, and begins as soon as one run is left.</summary>
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
