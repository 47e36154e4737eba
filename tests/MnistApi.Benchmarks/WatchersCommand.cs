using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace MnistApi.Benchmarks;

/// <summary>
/// Measures how much two hundred clients that watch a run slow down its training, and how soon they hear of an epoch's end.
/// </summary>
internal static class WatchersCommand
{
    private const int Watchers = 200;
    private const int Rounds = 7;
    private const int Epochs = 6;

    public static async Task<int> RunAsync()
    {
        using var service = await BenchmarkedService.StartAsync();
        await TrainAsync(service.Client, watchers: 1); // Compiles before the clock runs.
        var (few, many) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < Rounds; round++)
        {
            few.Add(await TrainAsync(service.Client, watchers: 1));
            many.Add(await TrainAsync(service.Client, Watchers));
            Console.Error.WriteLine($"Round {round + 1}: {few[^1].EpochSeconds:F3} s and {many[^1].EpochSeconds:F3} s an epoch");
        }

        var ratios = few.Zip(many, (one, other) => other.EpochSeconds / one.EpochSeconds).Order().ToArray();
        Machine.Print("watchers");
        Report.Text($"""
            The service trained `lecture-mlp` with {Epochs} epochs on MNIST {Rounds} times with one watching client and {Rounds} times
            with {Watchers}, in turn, all on this machine. The seconds per epoch are medians over all epochs but the first. The delay
            runs from the epoch's end to the event at the client, and includes the checkpoint and the commit.

            """);
        Report.Header("watching clients", "seconds per epoch", "delay in ms: median", "99 %", "largest");
        PrintRow(1, few);
        PrintRow(Watchers, many);
        Report.Text($"""

            Ratio of the seconds per epoch, round by round: median **{ratios[Rounds / 2]:F2}** ({ratios[0]:F2}–{ratios[^1]:F2}).

            """);
        return 0;
    }

    private static void PrintRow(int watchers, List<Measurement> rounds)
    {
        var seconds = rounds.Select(round => round.EpochSeconds).Order().ToArray();
        var delays = rounds.SelectMany(round => round.DelaysMs).Order().ToArray();
        Report.Row(
            $"{watchers}",
            $"{seconds[Rounds / 2]:F2} ({seconds[0]:F2}–{seconds[^1]:F2})",
            $"{delays[delays.Length / 2]:F0}",
            $"{delays[delays.Length * 99 / 100]:F0}",
            $"{delays[^1]:F0}");
    }

    private static async Task<Measurement> TrainAsync(HttpClient client, int watchers)
    {
        var request = new { recipe = "lecture-mlp", dataset = "mnist", epochs = Epochs, seed = 1 };
        using var response = await client.PostAsJsonAsync("/api/v1/training-runs", request);
        response.EnsureSuccessStatusCode();
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        var delays = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, watchers).Select(_ => WatchAsync(client, id, delays)));

        var metrics = await client.GetFromJsonAsync<JsonElement[]>($"/api/v1/training-runs/{id}/metrics");
        var seconds = metrics!.Skip(1).Select(epoch => epoch.GetProperty("durationSeconds").GetDouble()).Order().ToArray();
        return new Measurement(seconds[seconds.Length / 2], [.. delays]);
    }

    private static async Task WatchAsync(HttpClient client, Guid id, ConcurrentBag<double> delays)
    {
        await using var stream = await client.GetStreamAsync($"/api/v1/training-runs/{id}/events");
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType != "epoch") continue;
            var now = DateTimeOffset.UtcNow;
            delays.Add((now - JsonElement.Parse(item.Data).GetProperty("finishedAt").GetDateTimeOffset()).TotalMilliseconds);
        }
    }

    private sealed record Measurement(double EpochSeconds, IReadOnlyList<double> DelaysMs);
}
