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
/// <param name="Id">Rising.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Data">JSON.</param>
internal sealed record RunEvent(long Id, RunEventKind Kind, string Data);

/// <summary>Events that follow one another, and whether nothing will follow them.</summary>
internal sealed record RunEventBatch(IReadOnlyList<RunEvent> Events, bool IsEnd);

/// <summary>
/// What is told about one run. Watchers share what was read; one that is slow misses no epoch, and of the progress only what is old.
/// </summary>
internal sealed class RunEventFeed(Guid runId)
{
    private readonly Lock _lock = new();
    private Snapshot _snapshot = new([], null, 0, false);
    private TaskCompletionSource _changed = NewSignal();

    public Guid RunId => runId;

    /// <summary>The run's number when it was last read; 0 before.</summary>
    public long Sequence => _snapshot.Sequence;

    /// <summary>Whether the run had ended, or was no more, when it was last read.</summary>
    public bool IsEnd => _snapshot.IsEnd;

    /// <summary>Clients that watch; counted by <see cref="RunEventFeeds"/>.</summary>
    public int Watchers { get; set; }

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

    /// <summary>Reads what is new, and tells the watchers.</summary>
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
        var eta = row.State == RunState.Running ? await RunEstimates.RemainingSecondsAsync(db, UnfinishedRun.Of(row), CancellationToken.None) : null;
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
}
