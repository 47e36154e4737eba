using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.Training.Data;
using MnistApi.Training.Inference;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>
/// Keeps the most recently used models in memory, by id. Each request reads from the database which model an alias points at and whether
/// the model still exists.
/// </summary>
internal sealed partial class ModelCache(IDbContextFactory<MnistDb> databases, IOptions<ModelOptions> options, ILogger<ModelCache> logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LongestLoading = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private long _uses;
    private bool _isDisposed;

    /// <summary>Predicts with a model, which is loaded first if it is not in memory. Simultaneous requests load it only once.</summary>
    /// <param name="images">[N, 28, 28], 0 (paper) to 255 (ink).</param>
    /// <returns>[N][10] calibrated probabilities; null if the model has been deleted.</returns>
    public Task<float[][]?> PredictAsync(ServedModel model, ReadOnlyMemory<byte> images, CancellationToken token) =>
        UseAsync(model, predictor => predictor.Predict(images.Span, token), token);

    /// <summary>Loads a model if it is not in memory, so that no request has to wait for it.</summary>
    public Task WarmAsync(ServedModel model, CancellationToken token) => UseAsync(model, predictor => predictor, token);

    /// <summary>
    /// Waits for models that are being loaded, because a process that ends while libtorch works on another thread crashes.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task[] loading;
        lock (_gate)
        {
            _isDisposed = true;
            loading = [.. _entries.Values.Select(entry => entry.Loading)];
            foreach (var id in _entries.Keys.ToArray()) Remove(id);
        }

        await Task.WhenAny(Task.WhenAll(loading), Task.Delay(LongestLoading));
    }

    private async Task<TResult?> UseAsync<TResult>(ServedModel model, Func<Predictor, TResult> use, CancellationToken token)
        where TResult : class
    {
        while (true)
        {
            var entry = FindOrLoad(model);
            try
            {
                if (await entry.Loading.WaitAsync(token) is { } predictor) return use(predictor);
                Forget(model.Id, entry);
                return null;
            }
            catch (ObjectDisposedException) when (entry.IsRemoved)
            {
                // The cache removed the model before this request began to predict, so it is loaded again.
            }
            catch when (entry.Loading.IsFaulted)
            {
                Forget(model.Id, entry); // The next request tries again.
                throw;
            }
        }
    }

    private Entry FindOrLoad(ServedModel model)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_entries.TryGetValue(model.Id, out var entry))
            {
                while (_entries.Count >= options.Value.CachedModels) Remove(_entries.MinBy(cached => cached.Value.LastUse).Key);
                _entries.Add(model.Id, entry = new Entry(Task.Run(() => LoadAsync(model))));
            }

            entry.LastUse = ++_uses;
            return entry;
        }
    }

    private void Forget(Guid id, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(id) == entry) Remove(id);
        }
    }

    /// <summary>Removes a model. Its predictor counts the predictions in progress, and the last one frees its memory.</summary>
    private void Remove(Guid id)
    {
        _entries.Remove(id, out var entry);
        entry!.IsRemoved = true;
        entry.Loading.ContinueWith(
            loading => loading.Result?.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
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

        /// <summary>Whether the cache has removed the model, so that its predictor is or will be disposed.</summary>
        public volatile bool IsRemoved;
    }

    [LoggerMessage(LogLevel.Information, "Model {ModelId} is loaded")]
    private static partial void LogLoaded(ILogger logger, Guid modelId);
}
