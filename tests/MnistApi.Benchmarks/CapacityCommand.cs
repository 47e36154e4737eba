using System.Globalization;

namespace MnistApi.Benchmarks;

/// <summary>What a prediction, a run and an idle process cost: the figures that docs/scaling.md reckons with.</summary>
internal static class CapacityCommand
{
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Idling = TimeSpan.FromMinutes(1);

    private static readonly (string Recipe, int Epochs)[] Runs = [("lecture-mlp", 40), ("mlp", 15), ("cnn-fast", 3)];

    private static readonly string[] Tables =
    [
        "training_runs",
        "run_attempts",
        "epochs",
        "run_events",
        "checkpoints",
        "models",
        "test_errors",
    ];

    public static async Task<int> RunAsync(int rounds)
    {
        await using var database = await BenchmarkedDatabase.CreateAsync();
        using var api = await database.StartAsync("api");
        Machine.Print($"capacity {rounds}");
        await PrintPredictionsAsync(database, api, rounds);

        var ofApi = await IdleAsync(database);
        using var worker = await database.StartAsync("worker", ("Training__Threads", "1"));
        var ofBoth = await IdleAsync(database);
        var (ofApis, ofWorkers) = (await database.ConnectionsAsync("api"), await database.ConnectionsAsync("worker"));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                | processes that have nothing to do, over {Idling.TotalSeconds:F0} s | transactions a second | PostgreSQL's processor time, of a core | connections |
                |---|---|---|---|
                | one API | {ofApi.Transactions:F1} | {ofApi.Processor:P2} | {ofApis} |
                | one API and one worker | {ofBoth.Transactions:F1} | {ofBoth.Processor:P2} | {ofApis} and {ofWorkers} |

            """));
        await PrintRunsAsync(database, api, worker);
        return 0;
    }

    private static async Task PrintPredictionsAsync(BenchmarkedDatabase database, BenchmarkedService api, int rounds)
    {
        var loads = PredictionLoad.CreateAll(Mnist.Read().Test);
        var measured = loads.ToDictionary(load => load.Name, _ => new List<Prediction>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var load in loads)
            {
                await load.RunAsync(api.Client, Warming);
                var transactions = round == 0 ? await database.TransactionsAsync() : 0;
                var (before, beforeDatabase) = (api.ProcessorSeconds, database.ProcessorSeconds());
                var times = (await load.RunAsync(api.Client, Asking)).Order().ToArray();
                var (used, usedDatabase) = (api.ProcessorSeconds - before, database.ProcessorSeconds() - beforeDatabase);
                var perPrediction =
                    round == 0
                        ? (await database.TransactionsAsync() - transactions) / (double)times.Length
                        : measured[load.Name][0].Transactions;
                measured[load.Name]
                    .Add(
                        new Prediction(
                            times.Length / used,
                            1000 * usedDatabase / times.Length,
                            times.Length / Asking.TotalSeconds,
                            times[times.Length / 2],
                            times[times.Length * 99 / 100],
                            perPrediction));
                Console.Error.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"Round {round + 1}: {load.Name}: {measured[load.Name][^1]}"));
            }
        }

        Console.WriteLine($"""
            Four clients on the same machine ask one API process with PostgreSQL, each again as soon as it is answered, {rounds} times {Asking.TotalSeconds:F0} s for each kind, in turn. Per core: by the
            processor time of the API's process. Medians, smallest and largest.

            | sent | predictions per core and second | PostgreSQL's processor time, ms each | transactions each | answered a second, beside all other work | ms: median | 99 % |
            |---|---|---|---|---|---|---|
            """);
        foreach (var (name, all) in measured)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {Spread.Of(all, m => m.PerCoreSecond):F0} | {Spread.Of(all, m => m.DatabaseMs):F2} | {all[0].Transactions:F1} | {Spread.Of(all, m => m.PerSecond):F0} | {Spread.Of(all, m => m.MedianMs):F1} | {Spread.Of(all, m => m.SlowMs):F0} |"));
        }

        Console.WriteLine();
    }

    private static async Task<(double Transactions, double Processor)> IdleAsync(BenchmarkedDatabase database)
    {
        var (transactions, processor, started) = (
            await database.TransactionsAsync(),
            database.ProcessorSeconds(),
            TimeProvider.System.GetTimestamp());
        await Task.Delay(Idling);
        var used = database.ProcessorSeconds() - processor;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var done = await database.TransactionsAsync() - transactions;
        return (done / TimeProvider.System.GetElapsedTime(started).TotalSeconds, used / seconds);
    }

    private static async Task PrintRunsAsync(BenchmarkedDatabase database, BenchmarkedService api, BenchmarkedService worker)
    {
        Console.WriteLine($"""
            A whole run with one thread: what it leaves in PostgreSQL with indexes once what was deleted is cleared away (best and last checkpoint are kept), what is written to the
            server's log meanwhile, and processor time.

            | recipe | epochs | rows | {string.Join(
                " | ",
                Tables.Select(table => $"`{table}`, KB")
            )} | all, MB | log, MB | worker, s | PostgreSQL, s | runs per core-hour |
            |---|---|---|{string.Concat(Tables.Select(_ => "---|"))}---|---|---|---|---|
            """);
        await TrainAsync(api, "cnn-fast", 1); // Compiles, and reads the dataset.
        foreach (var (recipe, epochs) in Runs)
        {
            var before = await database.SizesAsync();
            var (logged, used, usedDatabase) = (await database.LoggedBytesAsync(), worker.ProcessorSeconds, database.ProcessorSeconds());
            await TrainAsync(api, recipe, epochs);
            (logged, used, usedDatabase) = (
                await database.LoggedBytesAsync() - logged,
                worker.ProcessorSeconds - used,
                database.ProcessorSeconds() - usedDatabase);
            var after = await database.SizesAsync();
            var rows = Tables.Sum(table => after[table].Rows - before[table].Rows);
            var bytes = Tables.Select(table => after[table].Bytes - before[table].Bytes).ToArray();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| `{recipe}` | {epochs} | {rows:F0} | {string.Join(" | ", bytes.Select(size => (size / 1e3).ToString("F0", CultureInfo.InvariantCulture)))} | {bytes.Sum() / 1e6:F1} | {logged / 1e6:F0} | {used:F0} | {usedDatabase:F1} | {3600 / used:F0} |"));
        }

        Console.WriteLine();
    }

    private static async Task TrainAsync(BenchmarkedService api, string recipe, int epochs)
    {
        var run = await api.PostAsync("/api/v1/training-runs", new { recipe, dataset = "mnist", epochs, seed = 1 });
        await api.WaitAsync($"/api/v1/training-runs/{run.GetProperty("id").GetGuid()}");
    }

    /// <param name="PerCoreSecond">Answers by the seconds of processor time of the API.</param>
    /// <param name="DatabaseMs">Processor time of PostgreSQL for each.</param>
    /// <param name="PerSecond">Answers by the time that passed.</param>
    /// <param name="Transactions">Of each; measured in the first round.</param>
    private sealed record Prediction(
        double PerCoreSecond,
        double DatabaseMs,
        double PerSecond,
        double MedianMs,
        double SlowMs,
        double Transactions);
}
