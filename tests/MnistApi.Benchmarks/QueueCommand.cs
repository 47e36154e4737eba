using MnistApi.QueueModel;

namespace MnistApi.Benchmarks;

/// <summary>
/// Simulates how long runs wait in the queue and how many workers keep the wait short. Where a formula exists, it is printed beside the
/// simulation.
/// </summary>
internal static class QueueCommand
{
    private const int Seed = 1;
    private const int Runs = 400_000;
    private const double Target = 60;
    private const int RunsOfSweep = 20;

    /// <summary>The largest deviation from an exact formula, as a share. If the simulation deviates more, no results are printed.</summary>
    private const double Tolerance = 0.06;

    /// <summary>
    /// The assumed mix of runs: seconds of a whole run with one thread, derived from <c>database</c>, and the share of all runs.
    /// </summary>
    private static readonly (string Recipe, double Seconds, double Share)[] Mix =
        [("lecture-mlp", 20, 0.5), ("mlp", 20, 0.2), ("cnn-fast", 20, 0.2), ("cnn-accurate", 240, 0.1)];

    private static double MeanSeconds => Mix.Sum(run => run.Share * run.Seconds);

    private static double MeanSquare => Mix.Sum(run => run.Share * run.Seconds * run.Seconds);

    public static int Run()
    {
        var mix = Mix.Select(run => FormattableString.Invariant($"`{run.Recipe}` ({run.Share:P0}, {run.Seconds:F0} s)"));
        Report.Text($"""
            Command: `dotnet run -c Release --project tests/MnistApi.Benchmarks -- queue`
            The figures are the same on every machine: seed {Seed}, {Runs:N0} runs per cell.

            Runs arrive at random (Poisson). As in the service, the first free worker takes the oldest run. The mix of runs is
            {string.Join(", ", mix)}: {MeanSeconds:F0} s on average.

            """);
        if (!AgreesWithFormulas()) return 1;
        PrintWaits();
        PrintWorkers();
        return 0;
    }

    /// <summary>
    /// Compares the simulation with Erlang C (exponential times) and with Pollaczek and Khinchine (one worker, the mix's times), and prints
    /// both.
    /// </summary>
    private static bool AgreesWithFormulas()
    {
        Report.Header("seconds of a run", "workers", "load", "mean wait: formula", "simulation", "ratio");
        var agrees = true;
        foreach (var (workers, load) in new[] { (1, 0.5), (2, 0.8), (8, 0.8), (32, 0.9) })
        {
            var rate = load * workers / MeanSeconds;
            agrees &= Check(
                "exponential",
                "Erlang C",
                workers,
                load,
                WaitingTime.MeanOfExponential(workers, rate, MeanSeconds),
                QueueSimulation.Wait(workers, rate, random => QueueSimulation.DrawExponential(random, MeanSeconds), Runs, Seed));
        }

        foreach (var load in new[] { 0.5, 0.8 })
            agrees &= Check(
                "of the mix",
                "Pollaczek–Khinchine",
                1,
                load,
                WaitingTime.MeanOfOneWorker(load / MeanSeconds, MeanSeconds, MeanSquare),
                QueueSimulation.Wait(1, load / MeanSeconds, Draw, Runs, Seed));
        Console.WriteLine();
        if (!agrees) Report.Progress($"The simulation deviates from a formula by more than {Tolerance:P0}: one of them is wrong.");
        return agrees;
    }

    private static bool Check(string times, string formula, int workers, double load, double expected, double[] waits)
    {
        var ratio = waits.Average() / expected;
        Report.Row(
            $"{times}",
            $"{workers}",
            $"{load:P0}",
            $"{expected:F1} s ({formula})",
            $"{waits.Average():F1} s",
            $"{ratio:F3}");
        return Math.Abs(ratio - 1) < Tolerance;
    }

    private static void PrintWaits()
    {
        Report.Header(
            "workers",
            "load",
            "runs per hour",
            "wait: mean",
            "mean by the formula of Lee and Longton",
            "median",
            "95 %",
            $"95 % if all runs come in sweeps of {RunsOfSweep}");
        foreach (var workers in new[] { 1, 2, 4, 16 })
        {
            foreach (var load in new[] { 0.5, 0.7, 0.9 })
            {
                var rate = load * workers / MeanSeconds;
                var waits = QueueSimulation.Wait(workers, rate, Draw, Runs, Seed);
                var ofSweeps = QueueSimulation.Wait(workers, rate / RunsOfSweep, Draw, Runs, Seed, RunsOfSweep);
                Report.Row(
                    $"{workers}",
                    $"{load:P0}",
                    $"{3600 * rate:F0}",
                    $"{waits.Average():F0} s",
                    $"{WaitingTime.MeanOfAny(workers, rate, MeanSeconds, MeanSquare):F0} s",
                    $"{QueueSimulation.Quantile(waits, 0.5):F0} s",
                    $"{QueueSimulation.Quantile(waits, 0.95):F0} s",
                    $"{QueueSimulation.Quantile(ofSweeps, 0.95):F0} s");
            }
        }

        Console.WriteLine();
    }

    private static void PrintWorkers()
    {
        Report.Header(
            "runs per hour",
            "busy workers on average",
            $"workers, so that 95 % wait at most {Target:F0} s",
            "load then",
            $"workers if all runs come in sweeps of {RunsOfSweep}");
        foreach (var perHour in new[] { 1, 10, 60, 1_000, 5_950 })
        {
            var rate = perHour / 3600.0;
            var (single, ofSweeps) = (Needed(rate, 1), Needed(rate, RunsOfSweep));
            Report.Row(
                $"{perHour:N0}",
                $"{rate * MeanSeconds:F1}",
                $"{single}",
                $"{rate * MeanSeconds / single:P0}",
                $"{ofSweeps}");
        }

        Console.WriteLine();
    }

    private static int Needed(double rate, int together)
    {
        var workers = (int)Math.Ceiling(rate * MeanSeconds);
        while (QueueSimulation.Quantile(QueueSimulation.Wait(workers, rate / together, Draw, Runs, Seed, together), 0.95) > Target)
            workers++;
        return workers;
    }

    private static double Draw(Random random)
    {
        var left = random.NextDouble();
        foreach (var (_, seconds, share) in Mix)
        {
            if ((left -= share) < 0) return seconds;
        }

        return Mix[^1].Seconds;
    }
}
