namespace MnistApi.Benchmarks;

/// <summary>Measures what a prediction, a run and an idle process cost. The calculations in docs/scaling.md use these figures.</summary>
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
        Report.Header(
            $"idle processes, over {Idling.TotalSeconds:F0} s",
            "transactions per second",
            "PostgreSQL's processor time, of one core",
            "connections");
        Report.Row($"one API", $"{ofApi.Transactions:F1}", $"{ofApi.Processor:P2}", $"{ofApis}");
        Report.Row($"one API and one worker", $"{ofBoth.Transactions:F1}", $"{ofBoth.Processor:P2}", $"{ofApis} and {ofWorkers}");
        Console.WriteLine();
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
                var known = measured[load.Name];
                known.Add(await MeasurePredictionsAsync(database, api, load, known.FirstOrDefault()?.Transactions));
                Report.Progress($"Round {round + 1}: {load.Name}: {known[^1]}");
            }
        }

        Report.Text($"""
            Four clients on the same machine ask one API process with PostgreSQL. Each sends its next request as soon as it has an answer.
            The kinds of requests take turns: {rounds} times {Asking.TotalSeconds:F0} s each. "Per core" divides by the processor time of
            the API's process. Figures are the median, with the smallest and the largest in brackets.

            """);
        Report.Header(
            "request",
            "predictions per core and second",
            "PostgreSQL's processor time per prediction, ms",
            "transactions per prediction",
            "answers per second, with everything else on the machine",
            "ms: median",
            "99 %");
        foreach (var (name, all) in measured)
        {
            Report.Row(
                $"{name}",
                $"{Spread.Of(all, m => m.PerCoreSecond):F0}",
                $"{Spread.Of(all, m => m.DatabaseMs):F2}",
                $"{all[0].Transactions:F1}",
                $"{Spread.Of(all, m => m.PerSecond):F0}",
                $"{Spread.Of(all, m => m.MedianMs):F1}",
                $"{Spread.Of(all, m => m.SlowMs):F0}");
        }

        Console.WriteLine();
    }

    /// <param name="transactions">Transactions per prediction as measured before; null measures them, which takes longer.</param>
    private static async Task<Prediction> MeasurePredictionsAsync(
        BenchmarkedDatabase database,
        BenchmarkedService api,
        PredictionLoad load,
        double? transactions)
    {
        await load.RunAsync(api.Client, Warming);
        var transactionsBefore = transactions is null ? await database.TransactionsAsync() : 0;
        var (before, beforeDatabase) = (api.ProcessorSeconds, database.ProcessorSeconds());
        var times = (await load.RunAsync(api.Client, Asking)).Order().ToArray();
        var (used, usedDatabase) = (api.ProcessorSeconds - before, database.ProcessorSeconds() - beforeDatabase);
        return new Prediction(
            times.Length / used,
            1000 * usedDatabase / times.Length,
            times.Length / Asking.TotalSeconds,
            times[times.Length / 2],
            times[times.Length * 99 / 100],
            transactions ?? (await database.TransactionsAsync() - transactionsBefore) / (double)times.Length);
    }
    private static async Task<(double Transactions, double Processor)> IdleAsync(BenchmarkedDatabase database)
    {
        var transactions = await database.TransactionsAsync();
        var processor = database.ProcessorSeconds();
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(Idling);
        var used = database.ProcessorSeconds() - processor;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var done = await database.TransactionsAsync() - transactions;
        return (done / TimeProvider.System.GetElapsedTime(started).TotalSeconds, used / seconds);
    }

    private static async Task PrintRunsAsync(BenchmarkedDatabase database, BenchmarkedService api, BenchmarkedService worker)
    {
        Console.WriteLine("""
            A whole run with one thread. The table shows what it leaves in PostgreSQL after a full vacuum, indexes included (the service
            keeps the best and the last checkpoint), what it writes to the write-ahead log (WAL), and its processor time.

            """);
        Report.Header([
            "recipe",
            "epochs",
            "rows",
            .. Tables.Select(table => $"`{table}`, KB"),
            "total, MB",
            "WAL, MB",
            "worker, s",
            "PostgreSQL, s",
            "runs per core-hour",
        ]);
        await TrainAsync(api, "cnn-fast", 1); // Compiles and reads the dataset.
        foreach (var (recipe, epochs) in Runs)
        {
            var before = await database.SizesAsync();
            var (logged, used, usedDatabase) = (await database.LoggedBytesAsync(), worker.ProcessorSeconds, database.ProcessorSeconds());
            await TrainAsync(api, recipe, epochs);
            logged = await database.LoggedBytesAsync() - logged;
            used = worker.ProcessorSeconds - used;
            usedDatabase = database.ProcessorSeconds() - usedDatabase;
            var after = await database.SizesAsync();
            var rows = Tables.Sum(table => after[table].Rows - before[table].Rows);
            var bytes = Tables.Select(table => after[table].Bytes - before[table].Bytes).ToArray();
            Report.Row([
                $"`{recipe}`",
                $"{epochs}",
                $"{rows:F0}",
                .. bytes.Select(size => (FormattableString)$"{size / 1e3:F0}"),
                $"{bytes.Sum() / 1e6:F1}",
                $"{logged / 1e6:F0}",
                $"{used:F0}",
                $"{usedDatabase:F1}",
                $"{3600 / used:F0}",
            ]);
        }

        Console.WriteLine();
    }

    private static async Task TrainAsync(BenchmarkedService api, string recipe, int epochs)
    {
        var run = await api.PostAsync("/api/v1/training-runs", new { recipe, dataset = "mnist", epochs, seed = 1 });
        await api.WaitAsync($"/api/v1/training-runs/{run.GetProperty("id").GetGuid()}");
    }

    /// <param name="PerCoreSecond">Answers per second of the API's processor time.</param>
    /// <param name="DatabaseMs">PostgreSQL's processor time per prediction.</param>
    /// <param name="PerSecond">Answers per second of elapsed time.</param>
    /// <param name="Transactions">Transactions per prediction, measured in the first round.</param>
    private sealed record Prediction(
        double PerCoreSecond,
        double DatabaseMs,
        double PerSecond,
        double MedianMs,
        double SlowMs,
        double Transactions);
}
