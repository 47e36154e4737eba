using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace MnistApi.Benchmarks;

/// <summary>What two hundred clients that watch a run cost its training, and how soon they hear of an epoch's end.</summary>
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
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                `lecture-mlp` with {Epochs} epochs on MNIST, trained by the service {Rounds} times with one watching client and {Rounds} times with {Watchers}, in turn, all on
                this machine. Seconds of an epoch are medians over the epochs after the first; the delay is from the epoch's end, checkpoint and commit
                included, to its event at the client.

            | watching clients | seconds an epoch | delay in ms: median | 99 % | largest |
            |---|---|---|---|---|
            {Row(1, few)}
            {Row(Watchers, many)}

            Ratio of the epochs' seconds, round by round: median **{ratios[Rounds / 2]:F2}** ({ratios[0]:F2}–{ratios[^1]:F2}).

            """));
        return 0;
    }

    private static string Row(int watchers, List<Measurement> rounds)
    {
        var seconds = rounds.Select(round => round.EpochSeconds).Order().ToArray();
        var delays = rounds.SelectMany(round => round.DelaysMs).Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {watchers} | {seconds[Rounds / 2]:F2} ({seconds[0]:F2}–{seconds[^1]:F2}) | {delays[delays.Length / 2]:F0} | {delays[delays.Length * 99 / 100]:F0} | {delays[^1]:F0} |");
    }

    private static async Task<Measurement> TrainAsync(HttpClient client, int watchers)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/training-runs",
            new
            {
                recipe = "lecture-mlp",
                dataset = "mnist",
                epochs = Epochs,
                seed = 1,
            });
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
        await foreach (var told in SseParser.Create(stream).EnumerateAsync())
        {
            if (told.EventType != "epoch") continue;
            var now = DateTimeOffset.UtcNow;
            delays.Add((now - JsonElement.Parse(told.Data).GetProperty("finishedAt").GetDateTimeOffset()).TotalMilliseconds);
        }
    }

    private sealed record Measurement(double EpochSeconds, IReadOnlyList<double> DelaysMs);
}
