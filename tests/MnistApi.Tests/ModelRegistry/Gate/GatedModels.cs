using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.ModelRegistry.Gate;

/// <summary>A service with models that the gate must tell apart. Each test uses its own aliases.</summary>
public sealed class GatedModels : IAsyncLifetime
{
    private readonly TestDirectory _data = new();
    private ServiceProcess? _service;

    /// <summary>A small model.</summary>
    public Guid Good { get; private set; }

    /// <summary>The same run again: the same bytes under another id.</summary>
    public Guid Same { get; private set; }

    /// <summary>A model that has hardly learned.</summary>
    public Guid Bad { get; private set; }

    /// <summary>A model that was validated on other images.</summary>
    public Guid OtherSplit { get; private set; }

    /// <summary>A model that computes NaN.</summary>
    public Guid NonFinite { get; private set; }

    internal HttpClient Client => _service!.Client;

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceProcess.StartAsync(_data.Path);
        Good = await TrainAsync(Api.SmallRun);
        Same = await TrainAsync(Api.SmallRun);
        Bad = await TrainAsync(Api.BadRun);
        OtherSplit = await TrainAsync(Api.SmallRun.Replace("\"validationSize\":500", "\"validationSize\":400", StringComparison.Ordinal));
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

    /// <summary>Opens the service's database, for changes that no request can make.</summary>
    internal MnistDb OpenDatabase() => TestDatabase.Open(_data.Path);
}
