using System.Net;
using MnistApi.Sweeps.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>Sweeps on several processes that share one PostgreSQL database.</summary>
public class SweepOnWorkersTests
{
    private const int Kills = 5;

    [Fact]
    public async Task Two_repeatedly_killed_workers_reach_the_result_of_one_process_with_SQLite()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var expected = await RunAloneAsync();
        await using var api = await database.StartAsync("api");
        var workers = new[] { await StartWorkerAsync(database), await StartWorkerAsync(database) };
        var random = new Random(20261124);
        var sweep = await api.Client.StartSweepAsync(SmallSweeps.Halving);
        for (var kill = 0; kill < Kills && (await api.Client.GetSweepAsync(sweep.Id)).State == SweepState.Running; kill++)
        {
            await Task.Delay(random.Next(0, 900), TestContext.Current.CancellationToken);
            await workers[kill % 2].DisposeAsync(); // kill -9.
            workers[kill % 2] = await StartWorkerAsync(database);
        }

        Assert.Equal(SweepState.Succeeded, (await api.Client.WaitForSweepEndAsync(sweep.Id)).State);
        Assert.Equal(expected, await FinishedSweep.DescribeAsync(api.Client, sweep.Id));
        foreach (var worker in workers) await worker.DisposeAsync();
    }

    [Fact]
    public async Task Simultaneous_cancels_decisions_and_workers_do_not_deadlock()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var api = await database.StartAsync("api");
        await using var one = await database.StartAsync("all", ("Training__ConcurrentRuns", "2"), ("Training__Threads", "1"));
        await using var other = await StartWorkerAsync(database);
        for (var round = 0; round < 4; round++)
        {
            var sweeps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.Client.StartSweepAsync(SmallSweeps.Halving)));
            await Task.Delay(200 * round, TestContext.Current.CancellationToken);
            var runs = await api.Client.ListSweepRunsAsync(sweeps[0].Id);
            var requests = sweeps
                .SelectMany(sweep =>
                    new[] { api, one }.Select(process => process.Client.PostAsync($"{Api.Sweeps}/{sweep.Id}/cancel", null)))
                .Concat(runs.Reverse().Select(run => one.Client.PostAsync($"{Api.Runs}/{run.RunId}/cancel", null)));
            foreach (var response in await Task.WhenAll(requests))
                Assert.True(
                    response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict,
                    await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

            foreach (var sweep in sweeps)
            {
                var ended = await api.Client.GetSweepAsync(sweep.Id);
                Assert.NotEqual(SweepState.Running, ended.State);
                Assert.Equal((8, 0, 0, 0), (ended.Runs.Total, ended.Runs.Queued, ended.Runs.Running, ended.Runs.Paused));
            }
        }

        Assert.All(new[] { api, one, other }, process =>
            Assert.DoesNotContain("deadlock", process.Output, StringComparison.OrdinalIgnoreCase));
    }

    private static Task<ServiceProcess> StartWorkerAsync(PostgresDatabase database) =>
        database.StartAsync("worker", ("Training__Threads", "1"));

    private static async Task<IReadOnlyList<string>> RunAloneAsync()
    {
        await using var service = await ServiceProcess.StartAsync(null, ("Training__Threads", "1"));
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Halving)).Id);
        return await FinishedSweep.DescribeAsync(service.Client, sweep.Id);
    }
}
