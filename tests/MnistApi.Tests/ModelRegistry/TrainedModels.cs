using MnistApi.ModelRegistry.Contracts;
using MnistApi.Storage;
using MnistApi.TestErrors;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ModelRegistry;

/// <summary>A service with three small models of synthetic digits, for tests that only read or move their own aliases.</summary>
public sealed class TrainedModels : IAsyncLifetime
{
    public const string Collection = "Trained models";
    public const int TestCount = 500;

    /// <summary>So few that tests meet evicted models.</summary>
    private const int CachedModels = 2;

    private readonly TestDirectory _data = new();
    private ServiceProcess? _service;

    /// <summary>The champion, instead of the built-in model.</summary>
    public Guid First { get; private set; }

    public Guid Second { get; private set; }

    /// <summary>A model with NaN weights, which the lecture's loss has caused.</summary>
    public Guid NonFinite { get; private set; }

    public IReadOnlyList<Guid> All => [First, Second, NonFinite];

    internal HttpClient Client => _service!.Client;

    internal string Output => _service!.Output;

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceProcess.StartAsync(_data.Path, ("Models__CachedModels", $"{CachedModels}"));
        First = await TrainAsync(Api.SmallRun);
        Second = await TrainAsync(Api.SmallRun.Replace("\"seed\":1", "\"seed\":2", StringComparison.Ordinal));
        await SetAliasAsync(ModelAlias.Champion, First);
        NonFinite = await TrainAsync(Api.NonFiniteRun);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Trains a model and waits for the end of the run.</summary>
    public async Task<Guid> TrainAsync(string run)
    {
        var ended = await Client.WaitForEndAsync((await Client.StartRunAsync(run)).Id);
        Assert.Equal(RunState.Succeeded, ended.State);
        return ended.Id;
    }

    /// <summary>Deletes what a test has trained, so that other tests find only the three models.</summary>
    public async Task DeleteAsync(Guid run) => (await Client.DeleteAsync($"{Api.Runs}/{run}")).EnsureSuccessStatusCode();

    /// <summary>Lists all test errors of a model, in the order of the list.</summary>
    public async Task<IReadOnlyList<TestError>> ListErrorsAsync(Guid model, string query = "") =>
        await Client.ListAllAsync<TestError>($"{Api.Models}/{model}/test-errors", query);

    /// <summary>Points an alias at a model, whatever the result of the comparison.</summary>
    internal Task<ModelAliasChange> SetAliasAsync(string alias, Guid model) => Client.ForceAliasAsync(alias, model);

    /// <summary>Opens the service's database, for changes that no request can make.</summary>
    internal MnistDb OpenDatabase() => TestDatabase.Open(_data.Path);
}

[CollectionDefinition(TrainedModels.Collection)]
public sealed class TrainedModelsDefinition : ICollectionFixture<TrainedModels>;
