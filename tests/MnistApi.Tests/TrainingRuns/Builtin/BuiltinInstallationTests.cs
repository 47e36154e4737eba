using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Tests.Predictions;
using MnistApi.Training.Checkpoints;
using MnistApi.TrainingRuns.Builtin;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.Tests.TrainingRuns.Builtin;

/// <summary>Starts of the service on existing data: its own, and that of a version with another built-in model.</summary>
public sealed class BuiltinInstallationTests : IDisposable
{
    private readonly TestDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        ModelAlias[] first;
        await using (var service = await ServiceProcess.StartAsync(_data.Path))
            first = await service.Client.GetAsync<ModelAlias[]>(Api.Aliases);
        await using var again = await ServiceProcess.StartAsync(_data.Path);

        Assert.Equal([ModelAlias.Builtin, ModelAlias.Champion], first.Select(alias => alias.Alias));
        Assert.Equal(first, await again.Client.GetAsync<ModelAlias[]>(Api.Aliases));
        var change = Assert.Single(await again.Client.ListHistoryAsync(ModelAlias.Champion));
        Assert.Equal(
            (null, BuiltinModel.Read().Id, AliasChangeOrigin.Start, null),
            (change.FromModelId, change.ToModelId, change.By, change.Report));
    }

    [Fact]
    public async Task Simultaneous_starts_install_the_model_once()
    {
        await TestDatabase.CreateTablesAsync(_data.Path);
        await Task.WhenAll(
            Enumerable.Range(0, 8)
                .Select(_ => Task.Run(() => Installation().RunAsync(BuiltinModel.Read(), TestContext.Current.CancellationToken))));
        await using var db = TestDatabase.Open(_data.Path);

        Assert.Equal(BuiltinModel.Read().Id, (await db.Models.SingleAsync(TestContext.Current.CancellationToken)).Id);
        Assert.Equal(2, await db.ModelAliasChanges.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_model_of_a_new_version_joins_the_old_one_and_becomes_champion_if_nobody_chose_one()
    {
        var old = await InstallOldAsync();
        await using var service = await ServiceProcess.StartAsync(_data.Path);

        Assert.Equal(BuiltinModel.Read().Id, (await service.Client.GetAsync<Model>($"{Api.Models}/builtin")).Id);
        Assert.Equal(BuiltinModel.Read().Id, (await service.Client.PredictAsync(UploadRequests.Pixels())).Model.Id);
        Assert.Equal(old, (await service.Client.PredictAsync(UploadRequests.Pixels(), $"{old}")).Model.Id);
        Assert.Equal(
            [(old, AliasChangeOrigin.Start), (null, AliasChangeOrigin.Start)],
            (await service.Client.ListHistoryAsync(ModelAlias.Champion)).Select(change => (change.FromModelId, change.By)));
        (await service.Client.DeleteAsync($"{Api.Runs}/{old}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_chosen_champion_stays()
    {
        var old = await InstallOldAsync();
        await using (var db = TestDatabase.Open(_data.Path))
        {
            var champion = await db.FindAliasAsync(ModelAlias.Champion, TestContext.Current.CancellationToken);
            db.ChangeAlias(champion, new AliasChange(ModelAlias.Champion, old, AliasChangeOrigin.Request, null), DateTime.UtcNow);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var service = await ServiceProcess.StartAsync(_data.Path);
        Assert.Equal(BuiltinModel.Read().Id, (await service.Client.GetAsync<ModelAlias>($"{Api.Aliases}/builtin")).ModelId);
        Assert.Equal(old, (await service.Client.GetAsync<ModelAlias>($"{Api.Aliases}/champion")).ModelId);
    }

    [Fact]
    public async Task A_champion_that_is_older_than_the_built_in_model_stays()
    {
        Guid trained;
        await using (var service = await ServiceProcess.StartAsync(_data.Path))
        {
            await using (var db = TestDatabase.Open(_data.Path))
            {
                await db.ModelAliases.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
                await db.ModelAliasChanges.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            }

            trained = (await service.Client.StartRunAsync(Api.SmallRun)).Id;
            await service.Client.WaitForEndAsync(trained);
            Assert.Equal((trained, AliasChangeOrigin.FirstModel), (await FindChampionAsync(service), await FindChampionsOriginAsync()));
        }

        await using (var db = TestDatabase.Open(_data.Path))
            await db.TrainingRuns.Where(run => run.Id != trained).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        await using var again = await ServiceProcess.StartAsync(_data.Path);
        Assert.Equal(trained, await FindChampionAsync(again));
        Assert.Equal(2, (await again.Client.ListAllAsync<Model>(Api.Models)).Count);
    }

    private static async Task<Guid> FindChampionAsync(ServiceProcess service) =>
        (await service.Client.GetAsync<ModelAlias>($"{Api.Aliases}/champion")).ModelId;

    private async Task<AliasChangeOrigin> FindChampionsOriginAsync()
    {
        await using var db = TestDatabase.Open(_data.Path);
        return await db.ModelAliasChanges
            .Where(change => change.Alias == ModelAlias.Champion)
            .OrderByDescending(change => change.Number)
            .Select(change => change.By)
            .FirstAsync();
    }

    /// <summary>Does what a version with other weights did.</summary>
    private async Task<Guid> InstallOldAsync()
    {
        var shipped = BuiltinModel.Read();
        var file = shipped.File with
        {
            Weights = shipped.File.Weights.ToDictionary(
                tensor => tensor.Key,
                tensor => tensor.Value.Select(value => value * 0.999f).ToArray()),
        };
        var old = new BuiltinModel(BuiltinModel.IdOf(file.WeightsSha256), file.ToBytes(), file, shipped.Record);
        await TestDatabase.CreateTablesAsync(_data.Path);
        await Installation().RunAsync(old, TestContext.Current.CancellationToken);
        return old.Id;
    }

    private BuiltinInstallation Installation()
    {
        var factory = new Databases(_data.Path);
        var workers = new WorkerCount(
            new InMemoryStorage(),
            Options.Create(new ProcessOptions()),
            Options.Create(new TrainingOptions()),
            TimeProvider.System,
            NullLogger<WorkerCount>.Instance);
        return new BuiltinInstallation(factory, new RunTransactions(factory, new RunReader(workers)), TimeProvider.System);
    }

    private sealed class Databases(string dataDirectory) : IDbContextFactory<MnistDb>
    {
        public MnistDb CreateDbContext() => TestDatabase.Open(dataDirectory);
    }
}
