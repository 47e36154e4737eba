using System.Net;
using MnistApi.Http.Errors;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Tests.TrainingRuns;

[Trait(TestDatabase.Category, TestDatabase.AnyProvider)]
public class RunQueueTests
{
    [Fact]
    public async Task Runs_train_one_at_a_time_in_order_and_show_their_position()
    {
        await using var service = await ServiceProcess.StartAsync();
        var running = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(running.Id, run => run.State == RunState.Running, "runs");
        var waiting = new List<TrainingRun>();
        for (var i = 0; i < 3; i++) waiting.Add(await service.Client.StartRunAsync(Api.SmallRun));

        Assert.Equal([1, 2, 3], await PositionsAsync(service, waiting));
        Assert.Null((await service.Client.GetRunAsync(running.Id)).QueuePosition);

        await service.Client.PostAsync($"{Api.Runs}/{waiting[0].Id}/cancel", null, TestContext.Current.CancellationToken);
        Assert.Equal([null, 1, 2], await PositionsAsync(service, waiting));

        await service.Client.PostAsync($"{Api.Runs}/{running.Id}/cancel", null, TestContext.Current.CancellationToken);
        var second = await service.Client.WaitForEndAsync(waiting[1].Id);
        var third = await service.Client.WaitForEndAsync(waiting[2].Id);
        Assert.True(second.FinishedAt <= third.StartedAt, $"{second.FinishedAt:O} {third.StartedAt:O}");
    }

    [Fact]
    public async Task A_waiting_run_estimates_its_start_and_end_once_epochs_were_measured()
    {
        await using var service = await ServiceProcess.StartAsync();
        var first = await service.Client.StartRunAsync(Api.SmallRun);
        await service.Client.WaitForEndAsync(first.Id);
        var running = await service.Client.StartRunAsync(Api.LongRun);
        var measured = await service.Client.WaitForRunAsync(running.Id, run => run.Best is not null, "has finished an epoch");

        var waiting = await service.Client.StartRunAsync(Api.SmallRun);
        waiting = await service.Client.GetRunAsync(waiting.Id);

        Assert.True(measured.Progress.EtaSeconds > 0);
        Assert.Null(measured.StartsInSeconds);
        Assert.True(waiting.StartsInSeconds > 0, "The running run has hundreds of epochs left.");
        Assert.True(waiting.Progress.EtaSeconds > waiting.StartsInSeconds);
    }

    [Fact]
    public async Task Two_runs_train_simultaneously_if_configured()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Training__ConcurrentRuns", "2"), ("Training__Threads", "1"));
        var one = await service.Client.StartRunAsync(Api.LongRun);
        var other = await service.Client.StartRunAsync(Api.LongRun);

        await service.Client.WaitForRunAsync(one.Id, run => run.Progress.Step > 0, "trains");
        await service.Client.WaitForRunAsync(other.Id, run => run.Progress.Step > 0, "trains");
        Assert.Equal(RunState.Running, (await service.Client.GetRunAsync(one.Id)).State);
    }

    [Fact]
    public async Task A_full_queue_refuses_more()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Training__MaxQueuedRuns", "1"));
        var running = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(running.Id, run => run.State == RunState.Running, "runs");
        await service.Client.StartRunAsync(Api.LongRun);

        using var response = await service.Client.PostJsonAsync(Api.Runs, Api.LongRun);

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemCode.QueueFull);
    }

    [Fact]
    public async Task A_waiting_run_that_is_cancelled_and_resumed_waits_at_the_end()
    {
        await using var service = await ServiceProcess.StartAsync();
        var running = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(running.Id, run => run.State == RunState.Running, "runs");
        var waiting = new List<TrainingRun>();
        for (var i = 0; i < 3; i++) waiting.Add(await service.Client.StartRunAsync(Api.SmallRun));

        foreach (var action in new[] { "cancel", "resume" })
        {
            var path = $"{Api.Runs}/{waiting[0].Id}/{action}";
            using var response = await service.Client.PostAsync(path, null, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
        }

        Assert.Equal([3, 1, 2], await PositionsAsync(service, waiting));
        await service.Client.PostAsync($"{Api.Runs}/{running.Id}/cancel", null, TestContext.Current.CancellationToken);
        var ended = await Task.WhenAll(waiting.Select(run => service.Client.WaitForEndAsync(run.Id)));

        Assert.Equal([waiting[1].Id, waiting[2].Id, waiting[0].Id], ended.OrderBy(run => run.StartedAt).Select(run => run.Id));
    }

    [Fact]
    public async Task The_bytes_of_a_run_do_not_depend_on_what_trains_beside_it()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Training__ConcurrentRuns", "2"));
        const string Body = """{"recipe":"cnn-fast","dataset":"synthetic","epochs":1,"validationSize":500,"seed":1}""";
        var alone = await service.Client.StartRunAsync(Body);
        await service.Client.WaitForEndAsync(alone.Id);
        var other = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(other.Id, run => run.Progress.Step > 0, "trains");
        var beside = await service.Client.StartRunAsync(Body);
        await service.Client.WaitForEndAsync(beside.Id);

        Assert.Equal(await WeightsAsync(service, alone), await WeightsAsync(service, beside));
    }

    [Fact]
    public async Task Waiting_runs_keep_their_order_after_a_kill()
    {
        using var data = new TestDirectory();
        var service = await ServiceProcess.StartAsync(data.Path);
        var running = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(running.Id, run => run.State == RunState.Running, "runs");
        var waiting = new List<TrainingRun>();
        for (var i = 0; i < 3; i++) waiting.Add(await service.Client.StartRunAsync(Api.SmallRun));
        await service.KillAsync();
        await service.DisposeAsync();
        // With PostgreSQL, other workers take the waiting runs until the lease of the killed worker expires.
        await using (var db = TestDatabase.Open(data.Path))
            await db.TrainingRuns.VoidLeasesAsync(TestContext.Current.CancellationToken);

        await using var again = await ServiceProcess.StartAsync(data.Path);
        await again.Client.WaitForRunAsync(running.Id, run => run.Attempt == 2, "goes on first");
        Assert.Equal([1, 2, 3], await PositionsAsync(again, waiting));
        await again.Client.PostAsync($"{Api.Runs}/{running.Id}/cancel", null, TestContext.Current.CancellationToken);
        var ended = await Task.WhenAll(waiting.Select(run => again.Client.WaitForEndAsync(run.Id)));
        Assert.Equal(waiting.Select(run => run.Id), ended.OrderBy(run => run.StartedAt).Select(run => run.Id));
    }

    private static async Task<string> WeightsAsync(ServiceProcess service, TrainingRun run) =>
        (await service.Client.GetAsync<RunCheckpoint[]>($"{Api.Runs}/{run.Id}/checkpoints")).Single().WeightsSha256;

    private static async Task<int?[]> PositionsAsync(ServiceProcess service, IEnumerable<TrainingRun> runs) =>
        [.. (await Task.WhenAll(runs.Select(run => service.Client.GetRunAsync(run.Id)))).Select(run => run.QueuePosition)];
}
