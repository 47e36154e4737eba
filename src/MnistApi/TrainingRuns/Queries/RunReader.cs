using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Queries;

/// <summary>Reads runs from the database and maps them to API contracts.</summary>
internal sealed class RunReader(WorkerCount workers)
{
    /// <summary>Returns a run; null if there is no such run.</summary>
    public async Task<TrainingRun?> FindAsync(MnistDb db, Guid id, CancellationToken token)
    {
        var row = await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token);
        return row is null ? null : (await ToRunsAsync(db, [row], token))[0];
    }

    /// <summary>Maps rows to runs and keeps their order.</summary>
    public async Task<IReadOnlyList<TrainingRun>> ToRunsAsync(MnistDb db, IReadOnlyList<TrainingRunEntity> rows, CancellationToken token)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var attempts = await db.RunAttempts.AsNoTracking()
            .Where(attempt => ids.Contains(attempt.RunId))
            .OrderBy(attempt => attempt.Number)
            .ToListAsync(token);
        var attemptsByRun = attempts.ToLookup(attempt => attempt.RunId);
        var isUnfinished = rows.Any(row => !row.IsFinished);
        var estimates = isUnfinished ? await RunEstimates.OfUnfinishedAsync(db, workers.Read(), token) : null;
        var queue = isUnfinished ? await ReadQueueAsync(db, token) : [];
        return [.. rows.Select(row => row.ToRun(attemptsByRun[row.Id], Position(row), estimates?.GetValueOrDefault(row.Id) ?? default))];

        int? Position(TrainingRunEntity row) => queue.IndexOf(row.Id) is >= 0 and var index ? index + 1 : null;
    }

    private static Task<List<Guid>> ReadQueueAsync(MnistDb db, CancellationToken token) => db.TrainingRuns
        .Where(run => run.State == RunState.Queued)
        .OrderBy(run => run.QueuedAt).ThenBy(run => run.Id)
        .Select(run => run.Id)
        .ToListAsync(token);
}
