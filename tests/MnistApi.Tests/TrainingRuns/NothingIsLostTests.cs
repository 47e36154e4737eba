using MnistApi.TrainingRuns;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>The real process is killed, and started again on the same data directory.</summary>
public class NothingIsLostTests
{
    private const string KilledRun = """{"recipe":"mlp","dataset":"synthetic","epochs":12,"validationSize":500,"batchSize":16,"seed":5,"network":{"hiddenUnits":[128,64]}}""";
    private const int Kills = 12;

    [Fact]
    public async Task A_run_that_is_killed_at_twelve_random_moments_ends_with_the_bytes_of_one_that_is_not()
    {
        var expected = await TrainUndisturbedAsync();
        using var data = new TestDirectory();
        var random = new Random(20261123);
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(KilledRun);
        var waiting = await service.Client.StartRunAsync(Api.SmallRun);
        for (var kill = 0; kill < Kills; kill++)
        {
            // A whole attempt takes some seconds: each kill meets another place in it, or the start itself.
            await Task.Delay(random.Next(50, 1500), TestContext.Current.CancellationToken);
            await service.KillAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(data.Path);
        }

        await using var last = service;
        var ended = await last.Client.WaitForEndAsync(run.Id);
        var checkpoints = await last.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.Id}/checkpoints");
        var metrics = await last.Client.GetAsync<EpochMetrics[]>($"{Api.Runs}/{run.Id}/metrics");

        Assert.True(ended.State == RunState.Succeeded, ended.Failure?.Message ?? last.Output);
        Assert.InRange(ended.Attempt, 2, Kills + 1);
        Assert.Equal(ended.Attempt, ended.Attempts.Count);
        Assert.All(ended.Attempts.SkipLast(1), attempt => Assert.Equal(AttemptOutcome.Vanished, attempt.Outcome));
        Assert.Equal(Enumerable.Range(1, 12), metrics.Select(epoch => epoch.Epoch));
        Assert.Equal(expected, checkpoints.Single(checkpoint => checkpoint.IsLast).WeightsSha256);
        Assert.Equal(RunState.Succeeded, (await last.Client.WaitForEndAsync(waiting.Id)).State);
    }

    [Fact]
    public async Task A_killed_run_goes_on_by_itself_within_ten_seconds_of_the_start()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        await service.KillAsync();
        await service.DisposeAsync();

        await using var again = await ServiceProcess.StartAsync(data.Path);
        var resumed = await again.Client.WaitForRunAsync(run.Id, current => current.Attempt == 2 && current.Progress.Step > 0, "goes on", TimeSpan.FromSeconds(10));

        Assert.Equal(RunState.Running, resumed.State);
        Assert.Equal(AttemptOutcome.Vanished, resumed.Attempts[0].Outcome);
    }

    [Fact]
    public async Task Ctrl_C_ends_in_good_order_within_five_seconds_and_loses_nothing()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.Best is not null, "has finished an epoch");
        using var watching = await service.Client.GetAsync($"{Api.Runs}/{run.Id}/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

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
        await using var service = await ServiceProcess.StartAsync(data.Path);

        var (exitCode, output) = await ServiceProcess.StartInVainAsync(data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("Is another MnistApi running in it?", output, StringComparison.Ordinal);
    }

    private static async Task<string> TrainUndisturbedAsync()
    {
        await using var service = await ServiceProcess.StartAsync();
        var run = await service.Client.StartRunAsync(KilledRun);
        Assert.Equal(RunState.Succeeded, (await service.Client.WaitForEndAsync(run.Id)).State);
        return (await service.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.Id}/checkpoints")).Single(checkpoint => checkpoint.IsLast).WeightsSha256;
    }
}
