using System.Text.Json;
using Microsoft.Extensions.Options;
using MnistApi.Hosting;

namespace MnistApi.TrainingRuns;

/// <summary>Gives runs to workers: each run to one at a time.</summary>
internal sealed class RunLeases(RunTransactions transactions, IOptions<TrainingOptions> options, TimeProvider clock)
{
    /// <summary>Takes a run that waits, or whose worker is gone; null where it is another's, has ended, or just failed for too many attempts.</summary>
    public Task<RunLease?> TakeAsync(Guid id, CancellationToken token) => transactions.ChangeAsync(id, async (db, row) =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var isFree = row.State == RunState.Queued || (row.State == RunState.Running && (row.LeaseUntil is null || row.LeaseUntil < now));
        if (!isFree) return null;

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
        var duration = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        row.LeaseUntil = now + duration;
        RunAttempts.Begin(db, row, now);
        await transactions.AddStateEventAsync(db, row, token);
        return new RunLease(transactions, clock, duration, row);
    }, token);

    private static RunFailure Exhausted(TrainingRunEntity row) => new(
        RunFailureCode.AttemptsExhausted,
        $"{row.AttemptsWithoutProgress} attempts in succession ended before an epoch was finished. The run's attempts say how each ended; resume the run when the cause is mended.",
        row.Epoch == 0 ? null : row.Epoch, null, null);
}
