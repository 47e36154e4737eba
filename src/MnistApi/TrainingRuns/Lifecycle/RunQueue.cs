using System.Text.Json;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Http.Json;
using MnistApi.Storage;
using MnistApi.Training.Configuration;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Requests;
using MnistApi.TrainingRuns.Workers;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Accepts runs and has them delivered to workers. The rows are the truth; a lost delivery is made up for by <see cref="RunReconciler"/>.</summary>
internal sealed partial class RunQueue(
    IDbContextFactory<MnistDb> databases, RunReader reader, RunTransactions transactions, IBackgroundJobClient jobs, IOptions<TrainingOptions> options, TimeProvider clock,
    ILogger<RunQueue> logger) : IDisposable
{
    private const int DeliveredAtOnce = 16;

    /// <summary>Of this process's requests one waits for the queue's lock with a connection; the others without, or they would have all there are.</summary>
    private readonly SemaphoreSlim _accepting = new(1, 1);

    /// <summary>The run that was accepted under an idempotency key, with the checksum of its request; null of none.</summary>
    public async Task<(TrainingRun Run, string? RequestSha256)?> FindByKeyAsync(string key, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await FindByKeyAsync(db, key, token);
    }

    /// <summary>Writes the run and has it delivered.</summary>
    /// <returns>The run, or that of the same idempotency key with its checksum; null where too many wait already.</returns>
    public async Task<(TrainingRun Run, string? RequestSha256)?> AcceptAsync(TrainingRunRequest request, string dataset, IReadOnlyList<RunWarning> warnings, (string Key, string RequestSha256)? idempotency, CancellationToken token)
    {
        var isNew = false;
        var accepted = await AloneAsync(() => databases.ChangeAsync<(TrainingRun Run, string? RequestSha256)?>(async db =>
        {
            // The limit holds, and of two requests with one key the second finds the first's run, whichever process they came to.
            isNew = false;
            await db.LockQueueAsync(token);
            if (idempotency is { } known && await FindByKeyAsync(db, known.Key, token) is { } before) return before;
            if (await IsFullAsync(db, token)) return null;
            var row = NewRow(request, dataset, warnings, idempotency, await db.NextPlaceAsync(clock, token));
            db.TrainingRuns.Add(row);
            isNew = true;
            return (await transactions.AddStateEventAsync(db, row, token), row.RequestSha256);
        }, token), token);
        if (isNew && accepted is { Run.Id: var id }) Deliver(id);
        return accepted;
    }

    public void Dispose() => _accepting.Dispose();

    /// <summary>Carries out what takes the queue's lock, one after another of this process.</summary>
    public async Task<TResult> AloneAsync<TResult>(Func<Task<TResult>> accept, CancellationToken token)
    {
        await _accepting.WaitAsync(token);
        try
        {
            return await accept();
        }
        finally
        {
            _accepting.Release();
        }
    }

    /// <summary>Queues a cancelled or failed run again, at the end.</summary>
    /// <returns>The run, null of none; and whether too many wait already.</returns>
    public async Task<(TrainingRun? Run, bool IsFull)> ResumeAsync(Guid id, Func<MnistDb, TrainingRunEntity, Task> change, CancellationToken token)
    {
        var isFull = false;
        var resumed = await AloneAsync(() => transactions.ChangeAsync(id, async (db, row) =>
        {
            await change(db, row);
            await db.LockQueueAsync(token);
            isFull = await IsFullAsync(db, token);
            if (isFull)
            {
                db.ChangeTracker.Clear();
                return null;
            }

            var place = await db.NextPlaceAsync(clock, token);
            (row.State, row.QueuedAt, row.FinishedAt, row.Failure, row.AttemptsWithoutProgress) = (RunState.Queued, place, null, null, 0);
            await row.GoBackToLastEpochAsync(db, token);
            return await transactions.AddStateEventAsync(db, row, token);
        }, token), token);
        if (resumed is not null) Deliver(id);
        return (resumed, isFull);
    }

    /// <summary>
    /// Tells the workers that a run waits. What goes wrong here harms nothing: the run was accepted, and the reconciler sees that it waits for nothing.
    /// </summary>
    public void Deliver(Guid id)
    {
        try
        {
            jobs.Enqueue<TrainingJob>(job => job.Train(id, CancellationToken.None));
        }
        catch (BackgroundJobClientException e)
        {
            Log.NotDelivered(logger, id, e.GetBaseException().Message);
        }
    }

    /// <summary>
    /// Likewise of many runs. A job is only a sign that some run waits, so a few will do at first: <see cref="RunReconciler"/> makes more as they are used up, while
    /// hundreds at once would keep the client waiting for seconds.
    /// </summary>
    public void Deliver(IEnumerable<Guid> ids)
    {
        foreach (var id in ids.Take(DeliveredAtOnce)) Deliver(id);
    }

    private TrainingRunEntity NewRow(TrainingRunRequest request, string dataset, IReadOnlyList<RunWarning> warnings, (string Key, string RequestSha256)? idempotency, DateTime place)
    {
        var now = clock.GetUtcNow();
        return new TrainingRunEntity
        {
            Id = Guid.CreateVersion7(now),
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
            CreatedAt = now.UtcDateTime,
            QueuedAt = place,
            IdempotencyKey = idempotency?.Key,
            RequestSha256 = idempotency?.RequestSha256,
        };
    }

    private async Task<(TrainingRun Run, string? RequestSha256)?> FindByKeyAsync(MnistDb db, string key, CancellationToken token)
    {
        var row = await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.IdempotencyKey == key, token);
        return row is null ? null : ((await reader.ToRunsAsync(db, [row], token))[0], row.RequestSha256);
    }

    private async Task<bool> IsFullAsync(MnistDb db, CancellationToken token) =>
        await db.TrainingRuns.CountAsync(run => run.State == RunState.Queued, token) >= options.Value.MaxQueuedRuns;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Run {RunId} could not be delivered at once; it will be soon: {Reason}")]
        public static partial void NotDelivered(ILogger logger, Guid runId, string reason);
    }
}
