namespace MnistApi.QueueModel;

/// <summary>
/// Simulates the run queue: runs arrive at random, and the first free worker takes the oldest run. Seeded, so the same arguments give the
/// same numbers.
/// </summary>
internal static class QueueSimulation
{
    /// <summary>The first runs are not counted, because they find all workers idle.</summary>
    private const double NotCounted = 0.05;

    /// <summary>Returns how long each run waits, in the unit of the service times.</summary>
    /// <param name="workers">The number of workers, at least 1.</param>
    /// <param name="arrivalRate">Arrivals per unit of time (Poisson).</param>
    /// <param name="drawService">Draws a run's time on a worker.</param>
    /// <param name="runs">The number of runs that arrive in total.</param>
    /// <param name="together">The number of runs per arrival: 1, or more for a sweep.</param>
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

    /// <summary>Draws an exponentially distributed time with the given mean.</summary>
    public static double DrawExponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());

    /// <summary>The value that the given share of all values does not exceed.</summary>
    public static double Quantile(double[] values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Min(ordered.Length - 1, (int)(share * ordered.Length))];
    }
}
