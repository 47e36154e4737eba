using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Gives runs to workers: each run to one at a time.</summary>
internal sealed class RunLeases(IDbContextFactory<MnistDb> databases, RunTransactions transactions, IOptions<TrainingOptions> options, IOptions<StorageOptions> storage, TimeProvider clock)
{
    /// <summary>Takes the run that is to be trained next; null where there is none.</summary>
    public async Task<RunLease?> TakeNextAsync(CancellationToken token)
    {
        while (await FindNextAsync(token) is { } id)
        {
            if (await TakeAsync(id, token) is { } lease) return lease;
        }

        return null;
    }

    private async Task<Guid?> FindNextAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.TrainingRuns.WhichCanBeTaken(Span()).Select(run => (Guid?)run.Id).FirstOrDefaultAsync(token);
    }

    /// <summary>Takes a run; null where another worker was faster, or it just failed for too many attempts.</summary>
    private Task<RunLease?> TakeAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        var span = Span();
        if (!row.CanBeTaken(span)) return null;
        var now = span.Now;

        await RunAttempts.EndAsync(db, row, AttemptOutcome.Vanished, "The worker stopped without a word.", now, token);
        if (row.AttemptsWithoutProgress >= options.Value.MaxAttemptsWithoutProgress)
        {
            (row.State, row.FinishedAt, row.LeaseUntil) = (RunState.Failed, now, null);
            row.Failure = JsonSerializer.Serialize(Exhausted(row), ServiceJson.Options);
            await transactions.AddStateEventAsync(db, row, token);
            return null;
        }

        row.Attempt++;
        row.AttemptsWithoutProgress++;
        row.State = RunState.Running;
        row.StartedAt ??= now;
        await row.GoBackToLastEpochAsync(db, token);
        var duration = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        row.LeaseUntil = now + duration;
        RunAttempts.Begin(db, row, now);
        await transactions.AddStateEventAsync(db, row, token);
        return new RunLease(databases, transactions, clock, duration, row);
    }, token);

    private LeaseSpan Span() => LeaseSpan.Of(clock, options.Value, storage.Value);

    private static RunFailure Exhausted(TrainingRunEntity row) => new(
        RunFailureCode.AttemptsExhausted,
        $"{row.AttemptsWithoutProgress} attempts in succession ended before an epoch was finished. The run's attempts say how each ended; resume the run when the cause is mended.",
        row.Epoch == 0 ? null : row.Epoch, null, null);
}
