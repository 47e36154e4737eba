using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Events;

/// <summary>
/// The feeds of all watched runs. Ten times a second, one query finds the watched runs that have new events, and then the events of these
/// runs are read. The number of clients does not matter. The events come from the database, so any process may train the run.
/// </summary>
internal sealed partial class RunEventFeeds(IDbContextFactory<MnistDb> databases, TimeProvider clock, ILogger<RunEventFeeds> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, RunEventFeed> _feeds = [];
    private bool _isReading;

    /// <summary>Starts watching a run. Dispose the result to stop watching.</summary>
    public Watcher Watch(Guid runId)
    {
        lock (_lock)
        {
            // A run that has ended may have been resumed, so a new watcher gets a new feed.
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
                LogReadFailed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync());
    }

    /// <summary>Returns the feeds that have not ended; null if there are no watchers, which stops the reading.</summary>
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

    /// <summary>A client that watches a feed.</summary>
    internal sealed class Watcher(RunEventFeeds feeds, RunEventFeed feed) : IDisposable
    {
        /// <inheritdoc cref="RunEventFeed.NextAsync"/>
        public Task<RunEventBatch> NextAsync(long after, CancellationToken token) => feed.NextAsync(after, token);

        public void Dispose() => feeds.Leave(feed);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The events of the watched runs could not be read. The service will try again shortly. Reason: {Reason}")]
    private static partial void LogReadFailed(ILogger logger, Exception? exception, string reason);
}
