using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.Training.Data;
using MnistApi.Training.Inference;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>
/// Keeps models loaded, the most recently used of them. It knows them by id alone: which one an alias points at, and whether it
/// is still there, is asked of the database for each request.
/// </summary>
internal sealed partial class ModelCache(IDbContextFactory<MnistDb> databases, IOptions<ModelOptions> options, ILogger<ModelCache> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestLoading = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private long _uses;
    private bool _isDisposed;

    /// <summary>Predicts with a model, which is loaded where it is not. Any number of requests at once load it once.</summary>
    /// <param name="images">[N, 28, 28], 0 (paper) to 255 (ink).</param>
    /// <returns>Per image ten calibrated probabilities; null where the model was deleted meanwhile.</returns>
    public Task<float[][]?> PredictAsync(ServedModel model, ReadOnlyMemory<byte> images, CancellationToken token) =>
        UseAsync(model, predictor => predictor.Predict(images.Span, token), token);

    /// <summary>Loads a model where it is not, so that no request need wait for that.</summary>
    public Task WarmAsync(ServedModel model, CancellationToken token) => UseAsync(model, predictor => predictor, token);

    /// <summary>Waits for models that are being loaded: a process that ends while libtorch is at work on another thread crashes.</summary>
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
        var entry = Enter(model);
        try
        {
            if (await entry.Loading.WaitAsync(token) is { } predictor) return use(predictor);
            Forget(model.Id, entry);
            return null;
        }
        catch when (entry.Loading.IsFaulted)
        {
            Forget(model.Id, entry); // The next request tries again.
            throw;
        }
        finally
        {
            lock (_gate) Leave(entry);
        }
    }

    private Entry Enter(ServedModel model)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_entries.TryGetValue(model.Id, out var entry))
            {
                while (_entries.Count >= options.Value.CachedModels) Remove(_entries.MinBy(known => known.Value.LastUse).Key);
                _entries.Add(model.Id, entry = new Entry(Task.Run(() => LoadAsync(model))));
            }

            entry.Users++;
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

    private void Remove(Guid id)
    {
        _entries.Remove(id, out var entry);
        Leave(entry!);
    }

    /// <summary>The last user of a model that was removed frees its memory.</summary>
    private static void Leave(Entry entry)
    {
        if (--entry.Users > 0) return;
        entry.Loading.ContinueWith(loading => loading.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>For all who wait, so no single request can give it up.</summary>
    private async Task<Predictor?> LoadAsync(ServedModel model)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (await db.ReadModelFileAsync(model.Id, CancellationToken.None) is not { } file) return null;
        if (file.WeightsSha256 is var found && found != model.WeightsSha256)
            throw new InvalidOperationException($"What is kept of model {model.Id} has weights with SHA-256 {found}, but the model's are {model.WeightsSha256}.");

        var predictor = new Predictor(file);
        predictor.Predict(new byte[ImageSet.PixelsPerImage]);
        Log.Loaded(logger, model.Id);
        return predictor;
    }

    private sealed class Entry(Task<Predictor?> loading)
    {
        public Task<Predictor?> Loading { get; } = loading;

        /// <summary>The cache, and every request at work.</summary>
        public int Users { get; set; } = 1;

        public long LastUse { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Model {ModelId} is loaded")]
        public static partial void Loaded(ILogger logger, Guid modelId);
    }
}
