using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>The feeds of the runs that somebody watches: one reader of the database for each run, however many watch it.</summary>
internal sealed class RunEventFeeds(IDbContextFactory<MnistDb> databases, TimeProvider clock, ILogger<RunEventFeed> logger)
{
    private readonly ConcurrentDictionary<Guid, RunEventFeed> _feeds = [];

    /// <summary>Joins the watchers of a run, and leaves them when disposed of.</summary>
    public Watcher Watch(Guid runId)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(runId, id => new RunEventFeed(id, databases, clock, logger));
            if (feed.TryJoin()) return new Watcher(this, feed);
            _feeds.TryRemove(KeyValuePair.Create(runId, feed)); // Its last watcher is leaving.
        }
    }

    /// <summary>One watcher's share of a feed.</summary>
    internal sealed class Watcher(RunEventFeeds feeds, RunEventFeed feed) : IDisposable
    {
        /// <inheritdoc cref="RunEventFeed.NextAsync"/>
        public Task<RunEventBatch> NextAsync(long after, CancellationToken token) => feed.NextAsync(after, token);

        public void Dispose()
        {
            if (feed.Leave()) feeds._feeds.TryRemove(KeyValuePair.Create(feed.RunId, feed));
        }
    }
}
