namespace MnistApi.Benchmarks;

/// <summary>Measures what a second worker process adds to the throughput of a sweep.</summary>
internal static class WorkersCommand
{
    private const int Runs = 12;
    private const int Epochs = 4;

    public static async Task<int> RunAsync(int rounds)
    {
        await using var database = await BenchmarkedDatabase.CreateAsync();
        using var api = await database.StartAsync("api");
        var (one, two) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < rounds; round++)
        {
            one.Add(await MeasureAsync(database, api, workers: 1));
            two.Add(await MeasureAsync(database, api, workers: 2));
            Report.Progress($"Round {round + 1}: {one[^1]}, {two[^1]}");
        }

        Machine.Print($"workers {rounds}");
        Report.Text($"""
            A sweep of {Runs} runs of `lecture-mlp` with {Epochs} epochs on MNIST, one thread each: {rounds} times with one worker process
            and {rounds} times with two, in turn, beside one API process and PostgreSQL on the same machine. The time runs from the
            request to the sweep's end, evaluations included, with workers that have trained before. Processor time is a share of all
            {Environment.ProcessorCount} cores.

            """);
        Report.Header(
            "workers",
            "runs per hour",
            "seconds per sweep",
            "seconds per epoch",
            "the workers' processor time",
            "PostgreSQL's",
            "the API's");
        PrintRow(1, one);
        PrintRow(2, two);
        Report.Text($"""

            Ratio of the throughputs, round by round: **{Spread.Of(one.Zip(two), pair => pair.First.Seconds / pair.Second.Seconds):F2}**.

            """);
        return 0;
    }

    private static void PrintRow(int workers, List<Measurement> rounds) =>
        Report.Row(
            $"{workers}",
            $"{Spread.Of(rounds, m => 3600 * Runs / m.Seconds):F0}",
            $"{Spread.Of(rounds, m => m.Seconds):F1}",
            $"{Spread.Of(rounds, m => m.EpochSeconds):F2}",
            $"{Spread.Of(rounds, m => m.Workers):P0}",
            $"{Spread.Of(rounds, m => m.Database):P1}",
            $"{Spread.Of(rounds, m => m.Api):P1}");

    private static async Task<Measurement> MeasureAsync(BenchmarkedDatabase database, BenchmarkedService api, int workers)
    {
        var processes = await Task.WhenAll(
            Enumerable.Range(0, workers).Select(_ => database.StartAsync("worker", ("Training__Threads", "1"))));
        try
        {
            await SweepAsync(api, 2 * workers, epochs: 1); // Compiles and reads the dataset before the clock runs.
            var before = Used();
            var started = TimeProvider.System.GetTimestamp();
            var sweep = await SweepAsync(api, Runs, Epochs);
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            var all = seconds * Environment.ProcessorCount;
            var (ofWorkers, ofDatabase, ofApi) = Used();
            var epochSeconds = await database.QueryAsync<double>(
                $"""
                SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_seconds)
                FROM epochs
                JOIN training_runs ON id = run_id
                WHERE sweep_id = '{sweep}'
                """);
            return new Measurement(
                seconds,
                epochSeconds,
                (ofWorkers - before.Workers) / all,
                (ofDatabase - before.Database) / all,
                (ofApi - before.Api) / all);
        }
        finally
        {
            foreach (var process in processes) process.Dispose();
        }

        (double Workers, double Database, double Api) Used() =>
            (processes.Sum(process => process.ProcessorSeconds), database.ProcessorSeconds(), api.ProcessorSeconds);
    }

    /// <summary>Starts runs that differ only in their seed, so that each has the same amount of work.</summary>
    private static async Task<Guid> SweepAsync(BenchmarkedService api, int runs, int epochs)
    {
        var sweep = await api.PostAsync("/api/v1/sweeps", new
        {
            recipe = "lecture-mlp",
            dataset = "mnist",
            overrides = new { epochs },
            parameters = new { seed = Enumerable.Range(1, runs) },
            search = "grid",
            maxRuns = runs,
        });
        var id = sweep.GetProperty("id").GetGuid();
        await api.WaitAsync($"/api/v1/sweeps/{id}");
        return id;
    }

    /// <param name="Seconds">Seconds of the sweep.</param>
    /// <param name="EpochSeconds">The median over all epochs.</param>
    /// <param name="Workers">Processor time of the workers, as a share of all cores; the others likewise.</param>
    private sealed record Measurement(double Seconds, double EpochSeconds, double Workers, double Database, double Api);
}
