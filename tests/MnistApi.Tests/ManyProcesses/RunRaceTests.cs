using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MnistApi.ModelRegistry;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Startup;
using MnistApi.Storage;
using MnistApi.Tests.TrainingRuns;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns;
using MnistApi.TrainingRuns.Builtin;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Tests.ManyProcesses;

/// <summary>
/// Two workers that want the same run or the same alias at the same moment. They live in one process, because only then do they meet a
/// thousand times.
/// </summary>
public class RunRaceTests
{
    private const int Races = 1000;

    [Fact]
    public async Task Exactly_one_of_two_workers_gets_the_run_a_thousand_times()
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
            await winner.FailAsync(
                new RunFailure(RunFailureCode.DatasetUnavailable, "This is only a race.", null, null, null),
                TestContext.Current.CancellationToken);
        }

        Assert.Equal(Races, await database.QueryAsync<long>("SELECT COUNT(*) FROM run_attempts"));
    }

    /// <summary>PostgreSQL aborts one of two transactions that wait for each other.</summary>
    [Fact]
    public async Task Two_changes_that_lock_two_runs_in_opposite_order_both_succeed()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var worker = WorkerOn(database);
        await worker.GetRequiredService<IMigration>().RunAsync(TestContext.Current.CancellationToken);
        var (databases, transactions) = (
            worker.GetRequiredService<IDbContextFactory<MnistDb>>(),
            worker.GetRequiredService<RunTransactions>());
        var (first, second) = (await AddRunAsync(databases), await AddRunAsync(databases));
        using var both = new Barrier(2);
        var tries = 0;

        await Task.WhenAll(Task.Run(() => ChangeAsync(first, second)), Task.Run(() => ChangeAsync(second, first)));

        Assert.Equal(3, tries);
        Assert.Equal(2, await database.QueryAsync<long>("SELECT COUNT(*) FROM training_runs WHERE event_sequence = 1"));

        Task<bool> ChangeAsync(Guid run, Guid other) => transactions.ChangeAsync(run, async (db, row) =>
        {
            Interlocked.Increment(ref tries);
            both.SignalAndWait(TimeSpan.FromSeconds(2)); // The one that retries is alone.
            await db.LockRunAsync(other, TestContext.Current.CancellationToken);
            row.NextEventSequence();
            return true;
        }, TestContext.Current.CancellationToken);
    }

    /// <summary>Two runs that succeed try to move the same alias, each in its last transaction.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_runs_that_move_one_alias_at_once_both_succeed(bool isThere)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var worker = WorkerOn(database);
        await worker.GetRequiredService<IMigration>().RunAsync(TestContext.Current.CancellationToken);
        var (databases, transactions) = (
            worker.GetRequiredService<IDbContextFactory<MnistDb>>(),
            worker.GetRequiredService<RunTransactions>());
        await worker.GetRequiredService<BuiltinInstallation>().RunAsync(BuiltinModel.Read(), TestContext.Current.CancellationToken);
        var model = BuiltinModel.Read().Id;
        if (isThere) await MoveAsync(model, null);
        var runs = new[] { await AddRunAsync(databases), await AddRunAsync(databases) };
        using var both = new Barrier(2);

        await Task.WhenAll(runs.Select(run => Task.Run(() => MoveAsync(run, both))));

        Assert.Equal(isThere ? 3 : 2, await database.QueryAsync<int>("SELECT version FROM model_aliases WHERE alias = 'wanted'"));

        Task MoveAsync(Guid run, Barrier? together) => transactions.ChangeAsync(run, async (db, _) =>
        {
            var row = await db.FindAliasAsync("wanted", TestContext.Current.CancellationToken);
            together?.SignalAndWait(TimeSpan.FromSeconds(2)); // The one that retries is alone.
            db.ChangeAlias(row, new AliasChange("wanted", model, AliasChangeOrigin.Run, Report: null), DateTime.UtcNow);
            return true;
        }, TestContext.Current.CancellationToken);
    }

    private static ServiceProvider WorkerOn(PostgresDatabase database)
    {
        var settings = database
            .Settings("worker")
            .ToDictionary(setting => setting.Name.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        // Hangfire keeps the first logger factory of the process, so the factory must not be disposed with the worker.
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddLogging()
            .AddHosting()
            .AddPersistence(configuration)
            .AddTrainingRuns(configuration)
            .AddModels(configuration)
            .AddJobs(configuration)
            .BuildServiceProvider();
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
            Dataset = "synthetic",
            Seed = 1,
            Config = Recipes.Find("mlp")!.Config,
            CreatedAt = now,
            QueuedAt = now,
        };
        db.TrainingRuns.Add(row);
        await db.SaveChangesAsync();
        return row.Id;
    }
}
