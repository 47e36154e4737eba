using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Events;

/// <summary>An event of a run's stream.</summary>
/// <param name="Id">The number of the event; later events have larger numbers.</param>
/// <param name="Kind">The kind of the event.</param>
/// <param name="Data">The data of the event, as JSON.</param>
internal sealed record RunEvent(long Id, RunEventKind Kind, string Data);

/// <summary>Consecutive events of a run, and whether the stream ends after them.</summary>
internal sealed record RunEventBatch(IReadOnlyList<RunEvent> Events, bool IsEnd);

/// <summary>
/// The events of one run. All watchers share the events that were read. A slow watcher receives every event except outdated progress.
/// </summary>
internal sealed class RunEventFeed(Guid runId)
{
    private readonly Lock _lock = new();
    private Snapshot _snapshot = new([], null, 0, false);
    private TaskCompletionSource _changed = NewSignal();

    public Guid RunId => runId;

    /// <summary>The newest event number of the run at the last read; 0 before the first.</summary>
    public long Sequence => _snapshot.Sequence;

    /// <summary>Whether the run had ended or been deleted at the last read.</summary>
    public bool IsEnd => _snapshot.IsEnd;

    /// <summary>The number of clients that watch. <see cref="RunEventFeeds"/> keeps the count.</summary>
    public int Watchers { get; set; }

    /// <summary>Returns the events after an id. Waits until there is at least one or the stream ends.</summary>
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

    /// <summary>Reads the new events and wakes the watchers.</summary>
    public async Task ReadAsync(MnistDb db)
    {
        var snapshot = await ReadSnapshotAsync(db);
        TaskCompletionSource changed;
        lock (_lock) (_snapshot, changed, _changed) = (snapshot, _changed, NewSignal());
        changed.SetResult();
    }

    private async Task<Snapshot> ReadSnapshotAsync(MnistDb db)
    {
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == runId) is not { } row)
            return _snapshot with { IsEnd = true };

        var last = _snapshot.Stored.Count == 0 ? 0 : _snapshot.Stored[^1].Id;
        var rows = await db.RunEvents.AsNoTracking()
            .Where(added => added.RunId == runId && added.Sequence > last)
            .OrderBy(added => added.Sequence)
            .ToListAsync();
        // Events above the run's number belong to a change between the two queries. The next read returns them.
        var stored = _snapshot.Stored.AddRange(
            rows.Where(added => added.Sequence <= row.EventSequence).Select(added => new RunEvent(added.Sequence, added.Kind, added.Data)));
        if (row.IsFinished)
        {
            var run = stored.Last(runEvent => runEvent.Kind == RunEventKind.State).Data;
            return new Snapshot(stored, new RunEvent(row.EventSequence, RunEventKind.End, run), row.EventSequence, IsEnd: true);
        }

        var latest = row.ProgressSequence == 0 ? null : await ProgressAsync(db, row);
        return new Snapshot(stored, latest, row.EventSequence, IsEnd: false);
    }

    private static async Task<RunEvent> ProgressAsync(MnistDb db, TrainingRunEntity row)
    {
        var eta = row.State == RunState.Running
            ? await RunEstimates.RemainingSecondsAsync(db, UnfinishedRun.Of(row), CancellationToken.None)
            : null;
        var progress = JsonSerializer.Serialize(row.ToProgress(eta), ServiceJson.Options);
        return new RunEvent(row.ProgressSequence, RunEventKind.Progress, progress);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The result of a read.</summary>
    /// <param name="Stored">The stored events, in the order of their ids.</param>
    /// <param name="Unstored">The event that is not stored: the newest progress, or the end of the run.</param>
    /// <param name="Sequence">The newest event number of the run.</param>
    /// <param name="IsEnd">Whether the run has ended or was deleted.</param>
    private sealed record Snapshot(ImmutableList<RunEvent> Stored, RunEvent? Unstored, long Sequence, bool IsEnd)
    {
        public List<RunEvent> After(long id)
        {
            var events = new List<RunEvent>();
            for (var i = Stored.Count - 1; i >= 0 && Stored[i].Id > id; i--) events.Add(Stored[i]);
            if (Unstored is not null && Unstored.Id > id) events.Add(Unstored);
            events.Sort((one, other) => one.Id.CompareTo(other.Id));
            return events;
        }
    }
}
