using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>
/// Finds the model of a prediction by its id or by an alias, without a query for each prediction. A change has an effect at once in the
/// process that makes it, and within <see cref="MaxAge"/> in others: an older answer of the database is not used. While names are in use,
/// <see cref="ServedModelRefresh"/> reads them again in the background, so that no request waits for the database.
/// </summary>
internal sealed class ServedModels(IDbContextFactory<MnistDb> databases, TimeProvider clock)
{
    /// <summary>
    /// The greatest age of a name, from the start of the query that read it. If the database fails, requests fail after this time.
    /// </summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(0.9);

    /// <summary>The time after which a name that no request uses is forgotten.</summary>
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(30);

    /// <summary>The largest number of names. Requests for others read the database.</summary>
    private const int MaxNames = 100;

    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly Lock _gate = new();
    private long _changes;

    /// <summary>Finds a model; null if there is no such model.</summary>
    public ValueTask<ServedModel?> FindAsync(string name, CancellationToken token)
    {
        if (!_known.TryGetValue(name, out var known) || clock.GetElapsedTime(known.ReadAt) >= MaxAge) return new(ReadAsync(name, token));
        known.LastUse = clock.GetTimestamp();
        return new(known.Model);
    }

    /// <summary>Forgets all names. Call this after the commit of each change of an alias and of each deletion of a model.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _changes++;
            _known.Clear();
        }
    }

    /// <summary>Reads the names again that requests use.</summary>
    public async Task RefreshAsync(CancellationToken token)
    {
        foreach (var (name, known) in _known)
        {
            if (clock.GetElapsedTime(known.LastUse) < MaxIdle) await ReadAsync(name, known.LastUse, token);
            else _known.TryRemove(name, out _);
        }
    }

    private Task<ServedModel?> ReadAsync(string name, CancellationToken token) => ReadAsync(name, clock.GetTimestamp(), token);

    private async Task<ServedModel?> ReadAsync(string name, long lastUse, CancellationToken token)
    {
        var (changes, readAt) = (Interlocked.Read(ref _changes), clock.GetTimestamp());
        var model = await databases.FindServedModelAsync(name, token);
        lock (_gate)
        {
            if (changes != _changes) return model; // The query may have missed a change of this process.
            if (model is null) _known.TryRemove(name, out _);
            else if (_known.Count < MaxNames || _known.ContainsKey(name)) _known[name] = new Known(model, readAt, lastUse);
        }

        return model;
    }

    private sealed class Known(ServedModel model, long readAt, long lastUse)
    {
        public ServedModel Model => model;

        /// <summary>When the query began.</summary>
        public long ReadAt => readAt;

        public long LastUse { get; set; } = lastUse;
    }
}
