using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>PostgreSQL stops in the middle of a run and starts again.</summary>
public class DatabaseRestartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_survives_a_restart_of_the_database(bool isKilled)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync(server);
        await using var api = await database.StartAsync("api", ("Training__LeaseSeconds", "60"));
        await using var worker = await database.StartAsync("worker", ("Training__LeaseSeconds", "60"));
        var run = await api.Client.StartRunAsync(TrainedTogether.Run);
        for (var restart = 0; restart < 3; restart++)
        {
            await api.Client.WaitForMidEpochAsync(run.Id);
            if (isKilled)
            {
                await server.KillAsync();
                await server.UpAsync();
            }
            else
            {
                await server.RestartAsync();
            }

            await Eventually.TrueAsync(
                async () => (await api.Client.GetAsync($"{Api.Runs}/{run.Id}")).IsSuccessStatusCode,
                "the API answers again");
        }

        await TrainedTogether.AssertWholeAsync(api.Client, run.Id);

        // The lease outlasted the restart, so the worker never lost the run.
        Assert.Single((await api.Client.GetRunAsync(run.Id)).Attempts);
        Assert.Equal(RunState.Succeeded, (await api.Client.WaitForEndAsync((await api.Client.StartRunAsync(Api.SmallRun)).Id)).State);
    }
}
