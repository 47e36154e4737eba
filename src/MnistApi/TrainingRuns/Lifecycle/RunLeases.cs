using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Gives runs to workers. A run has one worker at a time.</summary>
internal sealed class RunLeases(
    IDbContextFactory<MnistDb> databases,
    RunTransactions transactions,
    IOptions<TrainingOptions> options,
    IOptions<StorageOptions> storage,
    TimeProvider clock)
{
    /// <summary>The name of this worker: the machine and the process id.</summary>
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Returns the run that is due next; null if there is none.</summary>
    public async Task<QueuedRun?> FindNextAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.TrainingRuns
            .Available(Span())
            .Select(run => (QueuedRun?)new QueuedRun(run.Id, run.Recipe))
            .FirstOrDefaultAsync(token);
    }

    /// <summary>Takes a run.</summary>
    /// <returns>The lease; null if another worker was faster, or if the run failed after too many attempts.</returns>
    public Task<RunLease?> TakeAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        var span = Span();
        if (!row.IsAvailable(span)) return null;

        var duration = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        var isTaken = row.Take(Worker, span.Now, duration, await db.LastEpochAsync(id, token), options.Value.MaxAttemptsWithoutProgress);
        await transactions.AddStateEventAsync(db, row, token);
        return isTaken ? new RunLease(databases, transactions, clock, duration, row) : null;
    }, token);

    private LeaseSpan Span() => LeaseSpan.Of(clock, options.Value, storage.Value);
}
