using System.Net.Http.Json;
using System.Text.Json;

namespace MnistApi.Benchmarks;

/// <summary>Measures the database's share of a training run: how long training waits for it, and how much processor time it uses.</summary>
internal static class DatabaseCommand
{
    private static readonly (string Recipe, int Epochs)[] Runs = [("lecture-mlp", 20), ("cnn-fast", 3), ("mlp", 8)];

    public static async Task<int> RunAsync(int rounds)
    {
        await using var database = await BenchmarkedDatabase.CreateAsync();
        using var api = await database.StartAsync("api");
        using var worker = await database.StartAsync("worker", ("Training__Threads", "1"));
        using var sqlite = await BenchmarkedService.StartAsync(("Training__Threads", "1"));
        var measured = Runs.ToDictionary(run => run.Recipe, _ => (Postgres: new List<Measurement>(), Sqlite: new List<Measurement>()));
        foreach (var (recipe, _) in Runs)
        {
            foreach (var service in new[] { api, sqlite })
                await TrainAsync(service, recipe, 2, () => default); // Compiles before the clock runs.
        }

        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (recipe, epochs) in Runs)
            {
                var postgres = await TrainAsync(api, recipe, epochs, () => (worker.ProcessorSeconds, database.ProcessorSeconds()));
                var file = await TrainAsync(sqlite, recipe, epochs, () => (sqlite.ProcessorSeconds, 0));
                measured[recipe].Postgres.Add(postgres);
                measured[recipe].Sqlite.Add(file);
                Report.Progress($"Round {round}: {recipe}: {postgres}; SQLite {file}");
            }
        }

        Machine.Print($"database {rounds}");
        Report.Text($"""
            Each recipe was trained {rounds} times with PostgreSQL (one API process and one worker process) and {rounds} times with SQLite
            (one process), in turn, on MNIST with one thread. "Between two epochs" is all the time outside of epochs: copying the
            checkpoint and waiting for the transaction that writes it together with metrics, event and lease. The share is relative to
            the time from the end of the first epoch to the end of the last. The last column divides the processor time of all
            processes of PostgreSQL, from the request to the model, by the worker's. Figures are the median of the runs' means, with
            the smallest and the largest in brackets.

            """);
        Report.Header(
            "recipe",
            "checkpoint",
            "an epoch",
            "between two epochs: PostgreSQL",
            "its share",
            "SQLite",
            "its share",
            "PostgreSQL's processor time, relative to the worker's");
        foreach (var (recipe, epochs) in Runs)
        {
            var (postgres, file) = measured[recipe];
            Report.Row(
                $"`{recipe}`, {epochs} epochs",
                $"{postgres[0].CheckpointBytes / 1e6:F1} MB",
                $"{Spread.Of(postgres, m => m.EpochSeconds):F2} s",
                $"{Spread.Of(postgres, m => m.BetweenMs):F0} ms",
                $"{Spread.Of(postgres, m => m.Share):P1}",
                $"{Spread.Of(file, m => m.BetweenMs):F0} ms",
                $"{Spread.Of(file, m => m.Share):P1}",
                $"{Spread.Of(postgres, m => m.ProcessorShare):P1}");
        }

        Console.WriteLine();
        return 0;
    }

    private static async Task<Measurement> TrainAsync(
        BenchmarkedService service,
        string recipe,
        int epochs,
        Func<(double Worker, double Database)> processors)
    {
        var before = processors();
        var run = await service.PostAsync("/api/v1/training-runs", new { recipe, dataset = "mnist", epochs, seed = 1 });
        var path = $"/api/v1/training-runs/{run.GetProperty("id").GetGuid()}";
        await service.WaitAsync(path);
        var after = processors();

        var metrics = (await service.Client.GetFromJsonAsync<JsonElement[]>($"{path}/metrics"))!;
        var checkpoints = (await service.Client.GetFromJsonAsync<JsonElement>($"{path}/checkpoints"))!;
        var ends = metrics.Select(epoch => epoch.GetProperty("finishedAt").GetDateTimeOffset()).ToArray();
        var seconds = metrics.Select(epoch => epoch.GetProperty("durationSeconds").GetDouble()).Skip(1).ToArray();
        var all = (ends[^1] - ends[0]).TotalSeconds;
        return new Measurement(
            seconds.Order().ElementAt(seconds.Length / 2),
            1000 * (all - seconds.Sum()) / seconds.Length,
            (all - seconds.Sum()) / all,
            (after.Database - before.Database) / (after.Worker - before.Worker),
            checkpoints[0].GetProperty("bytes").GetInt64());
    }

    /// <param name="EpochSeconds">The median over all epochs but the first.</param>
    /// <param name="BetweenMs">The mean time from the end of an epoch to the start of the next.</param>
    /// <param name="Share">The sum of those times, relative to the time from the end of the first epoch to the end of the last.</param>
    /// <param name="ProcessorShare">The processor time of the server's processes, relative to the worker's.</param>
    private sealed record Measurement(double EpochSeconds, double BetweenMs, double Share, double ProcessorShare, long CheckpointBytes);
}
