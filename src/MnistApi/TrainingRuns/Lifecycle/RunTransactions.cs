using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>
/// Changes a run and its related rows in one transaction. The number of the newest event is the version of the row: if two changes
/// conflict, one of them is repeated after the other.
/// </summary>
internal sealed class RunTransactions(IDbContextFactory<MnistDb> databases, RunReader reader)
{
    /// <summary>
    /// Locks the run, calls a function that changes it, and commits. If the transaction conflicts with another one, the function is called
    /// again.
    /// </summary>
    /// <returns>The result of the function; the default value if there is no such run.</returns>
    public Task<TResult?> ChangeAsync<TResult>(Guid id, Func<MnistDb, TrainingRunEntity, Task<TResult>> change, CancellationToken token) =>
        databases.ChangeAsync<TResult?>(async db => await db.LockRunAsync(id, token) is { } run ? await change(db, run) : default, token);

    /// <summary>Adds the event of a state change. It saves the changes so far, because the event contains the changed run.</summary>
    public async Task<TrainingRun> AddStateEventAsync(MnistDb db, TrainingRunEntity run, CancellationToken token) =>
        (await AddStateEventsAsync(db, [run], token))[0];

    /// <summary>Adds the events of several state changes, and reads all runs together.</summary>
    public async Task<IReadOnlyList<TrainingRun>> AddStateEventsAsync(
        MnistDb db, IReadOnlyList<TrainingRunEntity> rows, CancellationToken token)
    {
        foreach (var row in rows) row.NextEventSequence();
        await db.SaveChangesAsync(token);
        var runs = await reader.ToRunsAsync(db, rows, token);
        foreach (var (row, run) in rows.Zip(runs))
        {
            AddEvent(db, row, RunEventKind.State, run);
            if (row.IsFinished) row.NextEventSequence(); // Reserves a number for the event "end", which is not stored.
        }

        return runs;
    }

    /// <summary>Adds the event of a finished epoch.</summary>
    public static void AddEpochEvent(MnistDb db, TrainingRunEntity run, EpochMetrics metrics)
    {
        run.NextEventSequence();
        AddEvent(db, run, RunEventKind.Epoch, metrics);
    }

    private static void AddEvent<TData>(MnistDb db, TrainingRunEntity run, RunEventKind kind, TData data) =>
        db.RunEvents.Add(new RunEventEntity
        {
            RunId = run.Id,
            Sequence = run.EventSequence,
            Kind = kind,
            Data = JsonSerializer.Serialize(data, ServiceJson.Options),
        });
}
