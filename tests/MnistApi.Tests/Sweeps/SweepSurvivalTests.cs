using MnistApi.Http.Parameters;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Sweeps;

/// <summary>The real process is killed during a sweep and started again with the same data directory.</summary>
public class SweepSurvivalTests
{
    private const int Kills = 8;

    [Fact]
    public async Task A_sweep_that_is_killed_at_random_moments_reaches_the_same_result_as_one_that_is_not()
    {
        var expected = await RunUndisturbedAsync();
        using var data = new TestDirectory();
        var random = new Random(20261124);
        var service = await ServiceProcess.StartAsync(data.Path);
        var sweep = await service.Client.StartSweepAsync(SmallSweeps.Halving);
        for (var kill = 1; kill <= Kills && (await service.Client.GetSweepAsync(sweep.Id)).State == SweepState.Running; kill++)
        {
            await Task.Delay(random.Next(0, 600), TestContext.Current.CancellationToken);
            await service.KillAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(data.Path);
        }

        await using var last = service;
        Assert.Equal(SweepState.Succeeded, (await last.Client.WaitForSweepEndAsync(sweep.Id)).State);
        Assert.Equal(expected, await FinishedSweep.DescribeAsync(last.Client, sweep.Id));
    }

    [Fact]
    public async Task A_sweep_is_complete_or_absent_however_soon_after_the_request_the_process_is_killed()
    {
        using var data = new TestDirectory();
        var random = new Random(20261124);
        var service = await ServiceProcess.StartAsync(data.Path);
        const string Body = """
            {"recipe":"lecture-mlp","dataset":"synthetic","overrides":{"epochs":1000,"validationSize":500},
             "parameters":{"seed":{"from":1,"to":64,"steps":64}}}
            """;
        for (var kill = 1; kill <= 6; kill++)
        {
            // Every other kill comes as soon as anything of the sweep is visible; the others come at a random time before or after.
            var before = await CountAsync(service.Client);
            var request = service.Client.PostJsonAsync(Api.Sweeps, Body);
            if (kill % 2 == 1)
                await Eventually.TrueAsync(async () => await CountAsync(service.Client) != before, "something of the sweep is visible");
            else await Task.Delay(random.Next(0, 250), TestContext.Current.CancellationToken);
            await service.KillAsync();
            await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(data.Path);

            var sweeps = await service.Client.ListAllAsync<Sweep>(Api.Sweeps);
            Assert.All(sweeps, sweep => Assert.Equal(64, sweep.Runs.Total));
            Assert.Equal((sweeps.Count, 64 * sweeps.Count), await CountAsync(service.Client));
            if (request.IsCompletedSuccessfully)
                Assert.Contains((await (await request).ReadAsync<Sweep>()).Id, sweeps.Select(sweep => sweep.Id));
        }

        await service.DisposeAsync();
    }

    private static async Task<(int Sweeps, int Runs)> CountAsync(HttpClient client)
    {
        var sweeps = await client.GetAsync<PageOf<Sweep>>($"{Api.Sweeps}?pageSize=1");
        var runs = await client.GetAsync<PageOf<TrainingRun>>($"{Api.Runs}?pageSize=1");
        return (sweeps.TotalCount, runs.TotalCount);
    }

    private static async Task<IReadOnlyList<string>> RunUndisturbedAsync()
    {
        await using var service = await ServiceProcess.StartAsync();
        var sweep = await service.Client.WaitForSweepEndAsync((await service.Client.StartSweepAsync(SmallSweeps.Halving)).Id);
        return await FinishedSweep.DescribeAsync(service.Client, sweep.Id);
    }
}
