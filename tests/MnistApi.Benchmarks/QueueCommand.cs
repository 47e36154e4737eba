using System.Globalization;
using MnistApi.QueueModel;

namespace MnistApi.Benchmarks;

/// <summary>How long runs wait in the queue, by simulation, and how many workers it takes; beside the formulas, where there are some.</summary>
internal static class QueueCommand
{
    private const int Seed = 1;
    private const int Runs = 400_000;
    private const double Target = 60;
    private const int RunsOfSweep = 20;

    /// <summary>Of simulation and exact formula; a simulation that is further off is not printed.</summary>
    private const double Tolerance = 0.06;

    /// <summary>The assumed mix of runs: seconds of a whole run with one thread, as <c>database</c> measures epochs, and what each is of all runs.</summary>
    private static readonly (string Recipe, double Seconds, double Share)[] Mix =
        [("lecture-mlp", 20, 0.5), ("mlp", 20, 0.2), ("cnn-fast", 20, 0.2), ("cnn-accurate", 240, 0.1)];

    private static double MeanSeconds => Mix.Sum(run => run.Share * run.Seconds);

    private static double MeanSquare => Mix.Sum(run => run.Share * run.Seconds * run.Seconds);

    public static int Run()
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Command: `dotnet run -c Release --project tests/MnistApi.Benchmarks -- queue` (the same figures on every machine: seed {Seed}, {Runs:N0} runs a cell)

                Runs arrive at random (Poisson) and are taken in order of arrival by the first worker that is free, as the service does. A run is
                {string.Join(
                    ", ",
                    Mix.Select(run => string.Create(CultureInfo.InvariantCulture, $"`{run.Recipe}` ({run.Share:P0}, {run.Seconds:F0} s)"))
                )}: {MeanSeconds:F0} s in the mean.

            """));
        if (!AgreesWithFormulas()) return 1;
        PrintWaits();
        PrintWorkers();
        return 0;
    }

    /// <summary>With exponential times by Erlang C, with one worker and the mix's times by Pollaczek and Khinchine; prints both.</summary>
    private static bool AgreesWithFormulas()
    {
        Console.WriteLine("""
            | seconds of a run | workers | load | mean wait: formula | simulation | ratio |
            |---|---|---|---|---|---|
            """);
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
        if (!agrees) Console.Error.WriteLine($"The simulation is further from a formula than {Tolerance:P0}: one of them is wrong.");
        return agrees;
    }

    private static bool Check(string times, string formula, int workers, double load, double expected, double[] waits)
    {
        var ratio = waits.Average() / expected;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {times} | {workers} | {load:P0} | {expected:F1} s ({formula}) | {waits.Average():F1} s | {ratio:F3} |"));
        return Math.Abs(ratio - 1) < Tolerance;
    }

    private static void PrintWaits()
    {
        Console.WriteLine($"""
            | workers | load | runs an hour | wait: mean | by the formula of Lee and Longton | median | 95 % | 95 %, of sweeps of {RunsOfSweep} runs |
            |---|---|---|---|---|---|---|---|
            """);
        foreach (var workers in new[] { 1, 2, 4, 16 })
        {
            foreach (var load in new[] { 0.5, 0.7, 0.9 })
            {
                var rate = load * workers / MeanSeconds;
                var waits = QueueSimulation.Wait(workers, rate, Draw, Runs, Seed);
                var ofSweeps = QueueSimulation.Wait(workers, rate / RunsOfSweep, Draw, Runs, Seed, RunsOfSweep);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {workers} | {load:P0} | {3600 * rate:F0} | {waits.Average():F0} s | {WaitingTime.MeanOfAny(workers, rate, MeanSeconds, MeanSquare):F0} s | {QueueSimulation.Quantile(waits, 0.5):F0} s | {QueueSimulation.Quantile(waits, 0.95):F0} s | {QueueSimulation.Quantile(ofSweeps, 0.95):F0} s |"));
            }
        }

        Console.WriteLine();
    }

    private static void PrintWorkers()
    {
        Console.WriteLine($"""
            | runs an hour | workers at work in the mean | workers, so that 95 % wait {Target:F0} s at most | load then | the same if all come in sweeps of {RunsOfSweep} |
            |---|---|---|---|---|
            """);
        foreach (var perHour in new[] { 1, 10, 60, 1_000, 5_950 })
        {
            var rate = perHour / 3600.0;
            var (single, ofSweeps) = (Needed(rate, 1), Needed(rate, RunsOfSweep));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {perHour:N0} | {rate * MeanSeconds:F1} | {single} | {rate * MeanSeconds / single:P0} | {ofSweeps} |"));
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
