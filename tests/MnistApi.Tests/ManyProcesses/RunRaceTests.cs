using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MnistApi.Hosting;
using MnistApi.Persistence;
using MnistApi.TrainingRuns;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>Two workers that want the same run at the same moment. Within one process, which alone lets them meet a thousand times.</summary>
public class RunRaceTests
{
    private const int Races = 1000;

    [Fact]
    public async Task Of_two_workers_one_gets_the_run_a_thousand_times()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var one = WorkerOn(database);
        await using var other = WorkerOn(database);
        await one.GetRequiredService<IMigration>().RunAsync(TestContext.Current.CancellationToken);
        var databases = one.GetRequiredService<IDbContextFactory<MnistDb>>();
        for (var race = 1; race <= Races; race++)
        {
            var id = await AddRunAsync(databases);
            using var start = new Barrier(2);

            var leases = await Task.WhenAll(new[] { one, other }.Select(worker => Task.Run(async () =>
            {
                start.SignalAndWait();
                return await worker.GetRequiredService<RunLeases>().TakeNextAsync(TestContext.Current.CancellationToken);
            })));

            var winner = Assert.Single(leases, lease => lease is not null)!;
            Assert.Equal((id, 1), (winner.RunId, winner.Attempt));
            await winner.FailAsync(new RunFailure(RunFailureCode.DatasetUnavailable, "It is only a race.", null, null, null), TestContext.Current.CancellationToken);
        }

        Assert.Equal(Races, await database.QueryAsync<long>("SELECT COUNT(*) FROM run_attempts"));
    }

    private static ServiceProvider WorkerOn(PostgresDatabase database)
    {
        var settings = database.Settings("worker").ToDictionary(setting => setting.Name.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddHosting().AddPersistence(configuration).AddTrainingRuns(configuration).BuildServiceProvider();
    }

    private static async Task<Guid> AddRunAsync(IDbContextFactory<MnistDb> databases)
    {
        await using var db = await databases.CreateDbContextAsync();
        var now = DateTime.UtcNow;
        var row = new TrainingRunEntity
        {
            Id = Guid.NewGuid(),
            Name = "race",
            Recipe = "mlp",
            State = RunState.Queued,
            Dataset = "synthetic",
            Seed = 1,
            Config = System.Text.Json.JsonSerializer.Serialize(MnistApi.Training.Recipes.Find("mlp")!.Config, MnistApi.Training.TrainingJson.Options),
            KeepCheckpoints = [],
            Warnings = "[]",
            CreatedAt = now,
            QueuedAt = now,
        };
        db.TrainingRuns.Add(row);
        await db.SaveChangesAsync();
        return row.Id;
    }
}
