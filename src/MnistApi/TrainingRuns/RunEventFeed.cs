using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Hosting;
using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>An event of a run's stream.</summary>
/// <param name="Id">Rising.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Data">JSON.</param>
internal sealed record RunEvent(long Id, RunEventKind Kind, string Data);

/// <summary>Events that follow one another, and whether nothing will follow them.</summary>
internal sealed record RunEventBatch(IReadOnlyList<RunEvent> Events, bool IsEnd);

/// <summary>
/// What is told about one run, read from the database ten times a second while somebody watches, so it is the same whichever
/// process trains. Watchers share what was read; one that is slow misses no epoch, and of the progress only what is old.
/// </summary>
internal sealed partial class RunEventFeed(Guid runId, IDbContextFactory<MnistDb> databases, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private Snapshot _snapshot = new([], null, 0, false);
    private TaskCompletionSource _changed = NewSignal();
    private Task? _reading;
    private int _watchers;
    private volatile bool _isOver;

    public Guid RunId => runId;

    /// <summary>Counts a watcher in; false where the feed has ended: a run may be resumed, so another feed looks again.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_isOver || _snapshot.IsEnd) return false;
            _watchers++;
            _reading ??= Task.Run(ReadAsync);
            return true;
        }
    }

    /// <summary>Counts a watcher out; true where it was the last, with which the feed ends.</summary>
    public bool Leave()
    {
        lock (_lock)
        {
            if (--_watchers > 0) return false;
            return _isOver = true;
        }
    }

    /// <summary>The events after an id, as soon as there is one.</summary>
    public async Task<RunEventBatch> NextAsync(long after, CancellationToken token)
    {
        while (true)
        {
            Task changed;
            Snapshot snapshot;
            lock (_lock) (changed, snapshot) = (_changed.Task, _snapshot);

            var events = snapshot.After(after);
            if (events.Count > 0 || snapshot.IsEnd) return new RunEventBatch(events, snapshot.IsEnd);
            await changed.WaitAsync(token);
        }
    }

    private async Task ReadAsync()
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            if (await TryReadOnceAsync() is not { } snapshot || ReferenceEquals(snapshot, _snapshot)) continue;
            TaskCompletionSource changed;
            lock (_lock) (_snapshot, changed, _changed) = (snapshot, _changed, NewSignal());
            changed.SetResult();
        }
        while (!_snapshot.IsEnd && !_isOver && await timer.WaitForNextTickAsync());
    }

    private async Task<Snapshot?> TryReadOnceAsync()
    {
        try
        {
            return await ReadOnceAsync();
        }
        catch (Exception e)
        {
            Log.ReadFailed(logger, e, runId);
            return null;
        }
    }

    private async Task<Snapshot> ReadOnceAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == runId) is not { } row)
            return _snapshot with { IsEnd = true };
        if (row.EventSequence == _snapshot.Sequence) return _snapshot;

        // Rows after the run's own number belong to a change that came between the two reads; the next round has them.
        var last = _snapshot.Stored.Count == 0 ? 0 : _snapshot.Stored[^1].Id;
        var rows = await db.RunEvents.AsNoTracking().Where(added => added.RunId == runId && added.Sequence > last).OrderBy(added => added.Sequence).ToListAsync();
        var stored = _snapshot.Stored.AddRange(rows.Where(added => added.Sequence <= row.EventSequence).Select(added => new RunEvent(added.Sequence, added.Kind, added.Data)));
        if (row.IsFinished) return new Snapshot(stored, new RunEvent(row.EventSequence, RunEventKind.End, stored.Last(told => told.Kind == RunEventKind.State).Data), row.EventSequence, true);

        var latest = row.ProgressSequence == 0 ? null : await ProgressAsync(db, row);
        return new Snapshot(stored, latest, row.EventSequence, false);
    }

    private static async Task<RunEvent> ProgressAsync(MnistDb db, TrainingRunEntity row)
    {
        var eta = row.State == RunState.Running ? await RunEstimates.RemainingSecondsAsync(db, row, [], CancellationToken.None) : null;
        return new RunEvent(row.ProgressSequence, RunEventKind.Progress, JsonSerializer.Serialize(row.ToProgress(eta), ServiceJson.Options));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was read.</summary>
    /// <param name="Stored">The events that are kept, by id.</param>
    /// <param name="Passing">The one that is not kept: the newest progress, or the end.</param>
    /// <param name="Sequence">The run's newest number.</param>
    /// <param name="IsEnd">Whether the run has ended, or is no more.</param>
    private sealed record Snapshot(ImmutableList<RunEvent> Stored, RunEvent? Passing, long Sequence, bool IsEnd)
    {
        public List<RunEvent> After(long id)
        {
            var events = new List<RunEvent>();
            for (var i = Stored.Count - 1; i >= 0 && Stored[i].Id > id; i--) events.Add(Stored[i]);
            if (Passing is not null && Passing.Id > id) events.Add(Passing);
            events.Sort((one, other) => one.Id.CompareTo(other.Id));
            return events;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The events of run {RunId} could not be read; the next look is soon")]
        public static partial void ReadFailed(ILogger logger, Exception exception, Guid runId);
    }
}
