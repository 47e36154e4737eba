using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Events;

/// <summary>
/// The feeds of the runs that somebody watches. Ten times a second one query asks which of them have something new, however many
/// runs are watched by however many clients; a run's events are read only then. Since the database is read, it does not matter
/// which process trains.
/// </summary>
internal sealed partial class RunEventFeeds(IDbContextFactory<MnistDb> databases, TimeProvider clock, ILogger<RunEventFeeds> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, RunEventFeed> _feeds = [];
    private bool _isReading;

    /// <summary>Joins the watchers of a run, and leaves them when disposed of.</summary>
    public Watcher Watch(Guid runId)
    {
        lock (_lock)
        {
            // A run that had ended may have been resumed: who comes later looks again.
            if (!_feeds.TryGetValue(runId, out var feed) || feed.IsEnd) _feeds[runId] = feed = new RunEventFeed(runId);
            feed.Watchers++;
            if (!_isReading)
            {
                _isReading = true;
                _ = Task.Run(ReadAsync);
            }

            return new Watcher(this, feed);
        }
    }

    private void Leave(RunEventFeed feed)
    {
        lock (_lock)
        {
            if (--feed.Watchers == 0 && _feeds.GetValueOrDefault(feed.RunId) == feed) _feeds.Remove(feed.RunId);
        }
    }

    private async Task ReadAsync()
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            if (FindWatched() is not { } watched) return;
            try
            {
                await ReadOnceAsync(watched);
            }
            catch (Exception e)
            {
                Log.ReadFailed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync());
    }

    /// <summary>The feeds that go on; null where nobody watches, and then the reading is over.</summary>
    private RunEventFeed[]? FindWatched()
    {
        lock (_lock)
        {
            _isReading = _feeds.Count > 0;
            return _isReading ? [.. _feeds.Values.Where(feed => !feed.IsEnd)] : null;
        }
    }

    private async Task ReadOnceAsync(RunEventFeed[] feeds)
    {
        if (feeds.Length == 0) return;
        await using var db = await databases.CreateDbContextAsync();
        var ids = feeds.Select(feed => feed.RunId).ToArray();
        var sequences = await db.TrainingRuns.Where(run => ids.Contains(run.Id)).ToDictionaryAsync(run => run.Id, run => run.EventSequence);
        foreach (var feed in feeds.Where(feed => !sequences.TryGetValue(feed.RunId, out var sequence) || sequence != feed.Sequence))
            await feed.ReadAsync(db);
    }

    /// <summary>One client's share of a feed.</summary>
    internal sealed class Watcher(RunEventFeeds feeds, RunEventFeed feed) : IDisposable
    {
        /// <inheritdoc cref="RunEventFeed.NextAsync"/>
        public Task<RunEventBatch> NextAsync(long after, CancellationToken token) => feed.NextAsync(after, token);

        public void Dispose() => feeds.Leave(feed);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The events of the watched runs could not be read; the next look is soon: {Reason}")]
        public static partial void ReadFailed(ILogger logger, Exception? exception, string reason);
    }
}
