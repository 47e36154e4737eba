using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>
/// Changes a run's row and what belongs to it in one transaction. The number of the newest event is the row's version
/// (a concurrency token): of two changes at once one is done over on what the other left.
/// </summary>
internal sealed class RunTransactions(IDbContextFactory<MnistDb> databases, RunReader reader)
{
    /// <summary>Loads the run, lets the caller change it, and commits. The caller is called again where somebody else was faster.</summary>
    /// <returns>What the caller returned; default where there is no such run.</returns>
    public Task<TResult?> ChangeAsync<TResult>(Guid id, Func<MnistDb, TrainingRunEntity, Task<TResult>> change, CancellationToken token) =>
        databases.ChangeAsync<TResult?>(async db => await db.LockedRun(id).SingleOrDefaultAsync(token) is { } row ? await change(db, row) : default, token);

    /// <summary>Tells that the run's state changed. Saves what was changed so far, because the event holds the run as it is then.</summary>
    public async Task<TrainingRun> AddStateEventAsync(MnistDb db, TrainingRunEntity row, CancellationToken token) =>
        (await AddStateEventsAsync(db, [row], token))[0];

    /// <summary>Likewise of several runs, which are read together.</summary>
    public async Task<IReadOnlyList<TrainingRun>> AddStateEventsAsync(MnistDb db, IReadOnlyList<TrainingRunEntity> rows, CancellationToken token)
    {
        foreach (var row in rows) row.EventSequence++;
        await db.SaveChangesAsync(token);
        var runs = await reader.ToRunsAsync(db, rows, token);
        foreach (var (row, run) in rows.Zip(runs))
        {
            AddEvent(db, row, RunEventKind.State, run);
            if (row.IsFinished) row.EventSequence++; // The number of the stream's end, which needs no row.
        }

        return runs;
    }

    /// <summary>Tells that an epoch ended.</summary>
    public static void AddEpochEvent(MnistDb db, TrainingRunEntity row, EpochMetrics metrics)
    {
        row.EventSequence++;
        AddEvent(db, row, RunEventKind.Epoch, metrics);
    }

    private static void AddEvent<TData>(MnistDb db, TrainingRunEntity row, RunEventKind kind, TData data) => db.RunEvents.Add(new RunEventEntity
    {
        RunId = row.Id,
        Sequence = row.EventSequence,
        Kind = kind,
        Data = JsonSerializer.Serialize(data, ServiceJson.Options),
    });
}
