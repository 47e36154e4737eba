using System.Text.Json;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Hosting;
using MnistApi.Persistence;
using MnistApi.Training;

namespace MnistApi.TrainingRuns;

/// <summary>Accepts runs and has them delivered to workers. The row is the truth; a lost delivery is made up for by <see cref="RunReconciler"/>.</summary>
internal sealed class RunQueue(
    IDbContextFactory<MnistDb> databases, RunReader reader, RunTransactions transactions, IBackgroundJobClient jobs, IOptions<TrainingOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>One at a time: the limit holds, and of two requests with one key the second finds the first's run.</summary>
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>The run that was accepted under an idempotency key, with the checksum of its request; null of none.</summary>
    public async Task<(TrainingRun Run, string? RequestSha256)?> FindByKeyAsync(string key, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var row = await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.IdempotencyKey == key, token);
        return row is null ? null : ((await reader.ToRunsAsync(db, [row], token))[0], row.RequestSha256);
    }

    /// <summary>Writes the run and has it delivered.</summary>
    /// <returns>The run, or that of the same idempotency key with its checksum; null where too many wait already.</returns>
    public async Task<(TrainingRun Run, string? RequestSha256)?> AcceptAsync(TrainingRunRequest request, string dataset, IReadOnlyList<RunWarning> warnings, (string Key, string RequestSha256)? idempotency, CancellationToken token)
    {
        await _oneAtATime.WaitAsync(token);
        try
        {
            if (idempotency is { } known && await FindByKeyAsync(known.Key, token) is { } before) return before;
            if (await IsFullAsync(token)) return null;
            var now = clock.GetUtcNow().UtcDateTime;
            var row = new TrainingRunEntity
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Name = request.Name,
                Recipe = request.Recipe.Name,
                State = RunState.Queued,
                Dataset = dataset,
                Seed = request.Seed ?? Random.Shared.NextInt64(int.MaxValue),
                Config = JsonSerializer.Serialize(request.Config, TrainingJson.Options),
                Epochs = request.Config.Epochs,
                KeepCheckpoints = request.KeepCheckpoints,
                PromoteTo = request.PromoteTo,
                Warnings = JsonSerializer.Serialize(warnings, ServiceJson.Options),
                CreatedAt = now,
                QueuedAt = now,
                IdempotencyKey = idempotency?.Key,
                RequestSha256 = idempotency?.RequestSha256,
            };
            var run = await InsertAsync(row, token);

            // Accepted: from here on a client that hangs up changes nothing.
            await DeliverAsync(row.Id);
            return (run, row.RequestSha256);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Queues a cancelled or failed run again, at the end.</summary>
    /// <returns>The run, null of none; and whether too many wait already.</returns>
    public async Task<(TrainingRun? Run, bool IsFull)> ResumeAsync(Guid id, Func<MnistDb, TrainingRunEntity, Task> change, CancellationToken token)
    {
        await _oneAtATime.WaitAsync(token);
        try
        {
            if (await IsFullAsync(token)) return (null, true);
            var resumed = await transactions.ChangeAsync(id, async (db, row) =>
            {
                await change(db, row);
                (row.State, row.QueuedAt, row.FinishedAt, row.Failure, row.AttemptsWithoutProgress) = (RunState.Queued, clock.GetUtcNow().UtcDateTime, null, null, 0);
                await row.GoBackToLastEpochAsync(db, token);
                return await transactions.AddStateEventAsync(db, row, token);
            }, token);
            if (resumed is not null) await DeliverAsync(id);
            return (resumed, false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Makes a job for the run and notes it.</summary>
    public async Task DeliverAsync(Guid id)
    {
        var jobId = jobs.Enqueue<TrainingJob>(job => job.Train(id, CancellationToken.None));
        await using var db = await databases.CreateDbContextAsync();
        await db.TrainingRuns.Where(run => run.Id == id).ExecuteUpdateAsync(run => run.SetProperty(row => row.JobId, jobId));
    }

    private async Task<TrainingRun> InsertAsync(TrainingRunEntity row, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        db.TrainingRuns.Add(row);
        await db.SaveChangesAsync(token);
        var run = await transactions.AddStateEventAsync(db, row, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return run;
    }

    private async Task<bool> IsFullAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.TrainingRuns.CountAsync(run => run.State == RunState.Queued, token) >= options.Value.MaxQueuedRuns;
    }
}
