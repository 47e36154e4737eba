using System.Net.ServerSentEvents;
using System.Text.Json;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>The run that these tests disturb, and the assertions about it afterwards.</summary>
internal static class TrainedTogether
{
    public const int Epochs = 30;

    /// <summary>A run whose epochs take some tenths of a second.</summary>
    public static readonly string Run = $$$"""
        {"recipe":"mlp","dataset":"synthetic","epochs":{{{Epochs}}},"validationSize":500,"batchSize":16,"seed":5,
         "network":{"hiddenUnits":[128,64]}}
        """;

    private static readonly Lazy<Task<string>> Undisturbed = new(TrainUndisturbedAsync);

    /// <summary>The checksum of the last weights of an undisturbed run in one process with SQLite.</summary>
    public static Task<string> UndisturbedSha256Async() => Undisturbed.Value;

    /// <summary>
    /// Asserts that the run succeeded with the bytes of an undisturbed one, and that each epoch exists and was reported once.
    /// </summary>
    public static async Task AssertWholeAsync(HttpClient api, Guid id)
    {
        var run = await api.WaitForEndAsync(id, TimeSpan.FromMinutes(5));
        Assert.True(run.State == RunState.Succeeded, $"{run.State}: {run.Failure?.Message}");
        Assert.Equal(Enumerable.Range(1, run.Attempt), run.Attempts.Select(attempt => attempt.Number));
        Assert.All(run.Attempts, attempt => Assert.NotNull(attempt.EndedAt));
        Assert.Equal(AttemptOutcome.Succeeded, run.Attempts[^1].Outcome);
        var metrics = await api.GetAsync<EpochMetrics[]>($"{Api.Runs}/{id}/metrics");
        Assert.Equal(Enumerable.Range(1, Epochs), metrics.Select(epoch => epoch.Epoch));
        Assert.Equal(await UndisturbedSha256Async(), await LastSha256Async(api, id));

        using var response = await api.GetAsync($"{Api.Runs}/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) events.Add(item);
        var ids = events.Select(item => long.Parse(item.EventId!)).ToArray();
        Assert.Equal(ids.Distinct().Order(), ids);
        var epochs = events
            .Where(item => item.EventType == "epoch")
            .Select(item => JsonDocument.Parse(item.Data).RootElement.GetProperty("epoch").GetInt32());
        Assert.Equal(Enumerable.Range(1, Epochs), epochs);
        Assert.Equal("end", events[^1].EventType);
    }

    /// <summary>Waits until a worker is in the middle of an epoch after the first.</summary>
    public static Task<TrainingRun> WaitForMidEpochAsync(this HttpClient api, Guid id) =>
        api.WaitForRunAsync(
            id,
            run => run is { State: RunState.Running, Best: not null, Progress.Step: > 0 } && run.Progress.Step < run.Progress.StepsPerEpoch,
            "is in the middle of an epoch");

    /// <summary>The worker that has the run.</summary>
    public static ServiceProcess HolderOf(this TrainingRun run, params IEnumerable<ServiceProcess> workers) =>
        workers.Single(worker => run.Attempts[^1].Worker.EndsWith($":{worker.ProcessId}", StringComparison.Ordinal));

    private static async Task<string> LastSha256Async(HttpClient api, Guid id) =>
        (await api.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{id}/checkpoints")).Single(checkpoint => checkpoint.IsLast).WeightsSha256;

    private static async Task<string> TrainUndisturbedAsync()
    {
        await using var service = await ServiceProcess.StartAsync();
        var run = await service.Client.StartRunAsync(Run);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
        return await LastSha256Async(service.Client, run.Id);
    }
}
