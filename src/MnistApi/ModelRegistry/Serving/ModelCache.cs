using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.Training.Data;
using MnistApi.Training.Inference;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>Keeps the most recently used models in memory, by id. <see cref="ServedModels"/> knows whether a model still exists.</summary>
internal sealed partial class ModelCache(IDbContextFactory<MnistDb> databases, IOptions<ModelOptions> options, ILogger<ModelCache> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private long _uses;

    /// <summary>Returns the predictor of a model, which is loaded first if it is not in memory.</summary>
    /// <returns>The predictor; null if the model has been deleted.</returns>
    public async ValueTask<Predictor?> FindAsync(ServedModel model, CancellationToken token)
    {
        var loading = FindOrLoad(model);
        try
        {
            if (await loading.WaitAsync(token) is { } predictor) return predictor;
        }
        catch when (loading.IsFaulted)
        {
            Forget(model.Id, loading); // The next request tries again.
            throw;
        }

        Forget(model.Id, loading);
        return null;
    }

    /// <summary>Simultaneous requests load a model only once.</summary>
    private Task<Predictor?> FindOrLoad(ServedModel model)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(model.Id, out var entry))
            {
                while (_entries.Count >= options.Value.CachedModels) _entries.Remove(_entries.MinBy(cached => cached.Value.LastUse).Key);
                _entries.Add(model.Id, entry = new Entry(Task.Run(() => LoadAsync(model))));
            }

            entry.LastUse = ++_uses;
            return entry.Loading;
        }
    }

    private void Forget(Guid id, Task<Predictor?> loading)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(id)?.Loading == loading) _entries.Remove(id);
        }
    }

    /// <summary>Loads a model for every request that waits for it, so no single request can cancel it.</summary>
    private async Task<Predictor?> LoadAsync(ServedModel model)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (await db.ReadModelFileAsync(model.Id, CancellationToken.None) is not { } file) return null;
        if (file.WeightsSha256 is var found && found != model.WeightsSha256)
        {
            throw new InvalidOperationException(
                $"The stored weights of model {model.Id} have the SHA-256 {found}, but {model.WeightsSha256} was recorded.");
        }

        var predictor = new Predictor(file);
        predictor.Predict(new byte[ImageSet.PixelsPerImage]);
        LogLoaded(logger, model.Id);
        return predictor;
    }

    private sealed class Entry(Task<Predictor?> loading)
    {
        public Task<Predictor?> Loading { get; } = loading;

        public long LastUse { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "Model {ModelId} is loaded")]
    private static partial void LogLoaded(ILogger logger, Guid modelId);
}
