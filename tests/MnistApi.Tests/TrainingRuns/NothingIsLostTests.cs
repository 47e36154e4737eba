using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MnistApi.Http.Parameters;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>The real process is killed and started again with the same data directory.</summary>
public class NothingIsLostTests
{
    private const int Epochs = 40;
    private const int Kills = 12;

    private static readonly string KilledRun = $$$"""
        {"recipe":"mlp","dataset":"synthetic","epochs":{{{Epochs}}},"validationSize":500,"batchSize":16,"seed":5,
         "network":{"hiddenUnits":[128,64]}}
        """;

    [Fact]
    public async Task A_run_that_is_killed_at_twelve_random_moments_ends_with_the_same_bytes_as_one_that_is_not()
    {
        var expected = await TrainUndisturbedAsync();
        using var data = new TestDirectory();
        var random = new Random(20261123);
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(KilledRun);
        var waiting = await service.Client.StartRunAsync(Api.SmallRun);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Waits for the attempt, so that every kill interrupts the training. Every third time, the next start is killed as well.
            await service.Client.WaitForRunAsync(run.Id, current => current.Attempt == kill, "was taken");
            await Task.Delay(random.Next(0, 900), TestContext.Current.CancellationToken);
            await service.KillAsync();
            await service.DisposeAsync();
            if (kill % 3 == 0) await ServiceProcess.StartAndKillAsync(data.Path, TimeSpan.FromMilliseconds(random.Next(300, 1000)));
            service = await ServiceProcess.StartAsync(data.Path);
        }

        await using var last = service;
        var ended = await last.Client.WaitForEndAsync(run.Id);
        var checkpoints = await last.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.Id}/checkpoints");
        var metrics = await last.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.Id}/metrics");

        Assert.True(ended.State == RunState.Succeeded, ended.Failure?.Message ?? last.Output);
        Assert.True(
            ended.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Vanished) >= Kills,
            $"Only {ended.Attempts.Count - 1} of {Kills} kills interrupted the training.");
        Assert.Equal(Enumerable.Range(1, ended.Attempt), ended.Attempts.Select(attempt => attempt.Number));
        Assert.Equal(Enumerable.Range(1, Epochs), metrics.Select(epoch => epoch.Epoch));
        Assert.Equal(expected, checkpoints.Single(checkpoint => checkpoint.IsLast).WeightsSha256);
        Assert.Equal(RunState.Succeeded, (await last.Client.WaitForEndAsync(waiting.Id)).State);
    }

    [Fact]
    public async Task A_start_that_was_killed_during_the_migration_does_not_block_the_next()
    {
        using var data = new TestDirectory();
        await using (var service = await ServiceProcess.StartAsync(data.Path)) await service.KillAsync();
        await using (var database = new SqliteConnection($"Data Source={TestDatabase.FileIn(data.Path)};Pooling=false"))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            using var command = database.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsLock(Id, Timestamp) VALUES(1, '2026-11-23 00:00:00')";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await ServiceProcess.StartAsync(data.Path);
        Assert.Empty((await again.Client.GetAsync<PageOf<TrainingRun>>(Api.Runs)).Items);
    }

    [Fact]
    public async Task A_watcher_that_returns_after_a_kill_misses_no_epoch_and_gets_none_twice()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(KilledRun);
        var (epochs, lastEventId, isEnd) = (new List<int>(), "0", false);
        for (var reconnect = 1; !isEnd; reconnect++)
        {
            // Leaves the stream in the middle of the training and kills the service each time.
            var atMost = reconnect < 5 ? 3 : int.MaxValue;
            (isEnd, lastEventId) = await ReadEpochsAsync(service.Client, run.Id, lastEventId, epochs, atMost);
            if (isEnd) break;
            await service.KillAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(data.Path);
        }

        await service.DisposeAsync();
        Assert.Equal(Enumerable.Range(1, Epochs), epochs);
    }

    [Fact]
    public async Task A_slow_upload_does_not_prevent_the_orderly_stop_of_a_run()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        using var socket = new TcpClient();
        var address = service.Client.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        const string Upload = "POST /api/v1/predictions HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: image/png\r\nContent-Length: 1000000\r\n\r\nbegin";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Upload), TestContext.Current.CancellationToken);

        Assert.Equal(0, await service.InterruptAsync(TimeSpan.FromSeconds(8)));
        Assert.DoesNotContain("Unhandled exception", service.Output, StringComparison.Ordinal);
        await service.DisposeAsync();
        await using var again = await ServiceProcess.StartAsync(data.Path);
        var resumed = await again.Client.WaitForRunAsync(run.Id, current => current.Attempt == 2, "goes on");
        Assert.Equal(AttemptOutcome.Stopped, resumed.Attempts[0].Outcome);
    }

    [Fact]
    public async Task A_killed_run_continues_by_itself_within_ten_seconds_of_the_start()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        await service.KillAsync();
        await service.DisposeAsync();

        await using var again = await ServiceProcess.StartAsync(data.Path);
        var resumed = await again.Client.WaitForRunAsync(
            run.Id,
            current => current.Attempt == 2 && current.Progress.Step > 0,
            "goes on",
            TimeSpan.FromSeconds(10));

        Assert.Equal(RunState.Running, resumed.State);
        Assert.Equal(AttemptOutcome.Vanished, resumed.Attempts[0].Outcome);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_service_in_order_within_five_seconds_and_loses_nothing()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        using var watching = await service.Client.GetAsync(
            $"{Api.Runs}/{run.Id}/events",
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);

        var exitCode = await service.InterruptAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(0, exitCode);
        await service.DisposeAsync();
        await using var again = await ServiceProcess.StartAsync(data.Path);
        var resumed = await again.Client.WaitForRunAsync(run.Id, current => current.Attempt == 2, "goes on", TimeSpan.FromSeconds(10));
        Assert.Equal(AttemptOutcome.Stopped, resumed.Attempts[0].Outcome);
    }

    [Fact]
    public async Task A_second_service_in_the_same_data_directory_does_not_start()
    {
        using var data = new TestDirectory();
        TestDatabase.FileIn(data.Path);
        await using var service = await ServiceProcess.StartAsync(data.Path);

        var (exitCode, output) = await ServiceProcess.StartInVainAsync(data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("Is another MnistApi running in it?", output, StringComparison.Ordinal);
    }

    /// <summary>Reads some epochs of the stream.</summary>
    private static async Task<(bool IsEnd, string LastEventId)> ReadEpochsAsync(
        HttpClient client,
        Guid id,
        string lastEventId,
        List<int> epochs,
        int atMost)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api.Runs}/{id}/events")
        {
            Headers = { { "Last-Event-ID", lastEventId } },
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var read = 0;
        var stream = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            lastEventId = item.EventId!;
            if (item.EventType == "end") return (true, lastEventId);
            if (item.EventType != "epoch") continue;
            epochs.Add(JsonDocument.Parse(item.Data).RootElement.GetProperty("epoch").GetInt32());
            if (++read == atMost) break;
        }

        return (false, lastEventId);
    }

    private static async Task<string> TrainUndisturbedAsync()
    {
        await using var service = await ServiceProcess.StartAsync();
        var run = await service.Client.StartRunAsync(KilledRun);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
        return (await service.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.Id}/checkpoints"))
            .Single(checkpoint => checkpoint.IsLast)
            .WeightsSha256;
    }
}
