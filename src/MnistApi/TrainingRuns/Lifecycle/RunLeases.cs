using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Gives runs to workers, each run to one worker at a time.</summary>
internal sealed class RunLeases(
    IDbContextFactory<MnistDb> databases,
    RunTransactions transactions,
    IOptions<TrainingOptions> options,
    IOptions<StorageOptions> storage,
    TimeProvider clock)
{
    /// <summary>The name of this worker: machine and process.</summary>
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>The run that is to be trained next; null if there is none.</summary>
    public async Task<QueuedRun?> FindNextAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.TrainingRuns.WhichCanBeTaken(Span()).Select(run => (QueuedRun?)new QueuedRun(run.Id, run.Recipe)).FirstOrDefaultAsync(token);
    }

    /// <summary>Takes a run. Null if another worker was faster, or the run just failed after too many attempts.</summary>
    public Task<RunLease?> TakeAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        var span = Span();
        if (!row.CanBeTaken(span)) return null;

        var duration = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        var isTaken = row.Take(Worker, span.Now, duration, await db.LastEpochAsync(id, token), options.Value.MaxAttemptsWithoutProgress);
        await transactions.AddStateEventAsync(db, row, token);
        return isTaken ? new RunLease(databases, transactions, clock, duration, row) : null;
    }, token);

    private LeaseSpan Span() => LeaseSpan.Of(clock, options.Value, storage.Value);
}
