using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>
/// Changes a run and the rows that belong to it in one transaction. The number of the newest event is the row's version: of two simultaneous changes,
/// one is repeated on what the other left.
/// </summary>
internal sealed class RunTransactions(IDbContextFactory<MnistDb> databases, RunReader reader)
{
    /// <summary>Locks the run, lets the caller change it, and commits. If another transaction was faster, the caller is called again.</summary>
    /// <returns>What the caller returned; the default value if there is no such run.</returns>
    public Task<TResult?> ChangeAsync<TResult>(Guid id, Func<MnistDb, TrainingRunEntity, Task<TResult>> change, CancellationToken token) =>
        databases.ChangeAsync<TResult?>(async db => await db.LockRunAsync(id, token) is { } run ? await change(db, run) : default, token);

    /// <summary>Writes the event of a state that has changed. It saves the changes so far, because the event holds the run as it is then.</summary>
    public async Task<TrainingRun> AddStateEventAsync(MnistDb db, TrainingRunEntity run, CancellationToken token) =>
        (await AddStateEventsAsync(db, [run], token))[0];

    /// <summary>Does the same for several runs, which are read together.</summary>
    public async Task<IReadOnlyList<TrainingRun>> AddStateEventsAsync(MnistDb db, IReadOnlyList<TrainingRunEntity> rows, CancellationToken token)
    {
        foreach (var row in rows) row.NextEventSequence();
        await db.SaveChangesAsync(token);
        var runs = await reader.ToRunsAsync(db, rows, token);
        foreach (var (row, run) in rows.Zip(runs))
        {
            AddEvent(db, row, RunEventKind.State, run);
            if (row.IsFinished) row.NextEventSequence(); // The number of the stream's end, which needs no row.
        }

        return runs;
    }

    /// <summary>Writes the event of an epoch that has ended.</summary>
    public static void AddEpochEvent(MnistDb db, TrainingRunEntity run, EpochMetrics metrics)
    {
        run.NextEventSequence();
        AddEvent(db, run, RunEventKind.Epoch, metrics);
    }

    private static void AddEvent<TData>(MnistDb db, TrainingRunEntity run, RunEventKind kind, TData data) => db.RunEvents.Add(new RunEventEntity
    {
        RunId = run.Id,
        Sequence = run.EventSequence,
        Kind = kind,
        Data = JsonSerializer.Serialize(data, ServiceJson.Options),
    });
}
