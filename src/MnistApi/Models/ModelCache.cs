using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Persistence;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Data;
using MnistApi.Training.Inference;

namespace MnistApi.Models;

/// <summary>
/// Keeps models loaded, the most recently used of them. It knows them by id alone: which one an alias points at, and whether it
/// is still there, is asked of the database for each request.
/// </summary>
internal sealed class ModelCache(IDbContextFactory<MnistDb> databases, IOptions<ModelOptions> options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private long _uses;
    private bool _isDisposed;

    /// <summary>Predicts with a model, which is loaded where it is not. Any number of requests at once load it once.</summary>
    /// <param name="images">[N, 28, 28], 0 (paper) to 255 (ink).</param>
    /// <returns>Per image ten probabilities; null where the model was deleted meanwhile.</returns>
    public async Task<float[][]?> PredictAsync(ServedModel model, ReadOnlyMemory<byte> images, CancellationToken token)
    {
        while (true)
        {
            if (await GetAsync(model, token) is not { } predictor) return null;
            try
            {
                return predictor.Predict(images.Span, token);
            }
            catch (ObjectDisposedException)
            {
                // Others pushed it out of the cache a moment ago: it is loaded again.
            }
        }
    }

    /// <summary>Loads a model and lets it predict once, so that the first request need not wait for that.</summary>
    /// <returns>Whether it is there.</returns>
    public async Task<bool> WarmAsync(ServedModel model, CancellationToken token) => await GetAsync(model, token) is not null;

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var entry in _entries.Values) Release(entry);
            _entries.Clear();
        }
    }

    private async Task<Predictor?> GetAsync(ServedModel model, CancellationToken token)
    {
        var entry = Touch(model);
        try
        {
            var predictor = await entry.Loading.WaitAsync(token);
            if (predictor is null) Forget(model.Id, entry);
            return predictor;
        }
        catch when (entry.Loading.IsFaulted)
        {
            Forget(model.Id, entry); // The next request tries again.
            throw;
        }
    }

    private Entry Touch(ServedModel model)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_entries.TryGetValue(model.Id, out var entry))
            {
                while (_entries.Count >= options.Value.CachedModels) Evict();
                _entries.Add(model.Id, entry = new Entry(Task.Run(() => LoadAsync(model))));
            }

            entry.LastUse = ++_uses;
            return entry;
        }
    }

    private void Evict()
    {
        var (id, oldest) = _entries.MinBy(entry => entry.Value.LastUse);
        _entries.Remove(id);
        Release(oldest);
    }

    private void Forget(Guid id, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(id) == entry) _entries.Remove(id);
        }
    }

    /// <summary>For all who wait, so no single request can give it up.</summary>
    private async Task<Predictor?> LoadAsync(ServedModel model)
    {
        await using var db = await databases.CreateDbContextAsync();
        var data = await db.Checkpoints.Where(checkpoint => checkpoint.RunId == model.Id && checkpoint.Epoch == model.Epoch).Select(checkpoint => checkpoint.Data).FirstOrDefaultAsync();
        if (data is null) return null;

        var checkpoint = Checkpoint.Read(data);
        if (checkpoint.WeightsSha256 != model.WeightsSha256)
            throw new InvalidOperationException($"The checkpoint of model {model.Id} has weights with SHA-256 {checkpoint.WeightsSha256}, but the model's are {model.WeightsSha256}.");

        var predictor = new Predictor(checkpoint);
        predictor.Predict(new byte[ImageSet.PixelsPerImage]);
        return predictor;
    }

    /// <summary>Whoever still predicts with it finishes first: the predictor counts its users.</summary>
    private static void Release(Entry entry) => entry.Loading.ContinueWith(
        loading => loading.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    private sealed class Entry(Task<Predictor?> loading)
    {
        public Task<Predictor?> Loading { get; } = loading;

        public long LastUse { get; set; }
    }
}
