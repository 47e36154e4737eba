namespace MnistApi.QueueModel;

/// <summary>
/// The run queue as it is served: arrivals at random, one queue in order of arrival, each run on the first worker that is free. Seeded, so
/// the same arguments give the same numbers.
/// </summary>
internal static class QueueSimulation
{
    /// <summary>Runs at the beginning that are not counted: the first find all workers idle.</summary>
    private const double NotCounted = 0.05;

    /// <summary>How long each run waits, in the unit of the service times.</summary>
    /// <param name="workers">At least 1.</param>
    /// <param name="arrivalRate">Arrivals per unit of time (Poisson).</param>
    /// <param name="drawService">Draws a run's time on a worker.</param>
    /// <param name="runs">How many arrive in all.</param>
    /// <param name="together">Runs of an arrival: 1, or those of a sweep.</param>
    public static double[] Wait(int workers, double arrivalRate, Func<Random, double> drawService, int runs, int seed, int together = 1)
    {
        var random = new Random(seed);
        var freeAt = new PriorityQueue<int, double>(Enumerable.Range(0, workers).Select(worker => (worker, 0.0)));
        var waits = new double[runs];
        var now = 0.0;
        for (var run = 0; run < runs; run++)
        {
            if (run % together == 0) now += DrawExponential(random, 1 / arrivalRate);
            freeAt.TryPeek(out var worker, out var free);
            var start = Math.Max(now, free);
            waits[run] = start - now;
            freeAt.DequeueEnqueue(worker, start + drawService(random));
        }

        return waits[(int)(runs * NotCounted)..];
    }

    /// <summary>A random time with a mean, without memory.</summary>
    public static double DrawExponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());

    /// <summary>The value that a share of the others do not exceed.</summary>
    public static double Quantile(double[] values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Min(ordered.Length - 1, (int)(share * ordered.Length))];
    }
}
