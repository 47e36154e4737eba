using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The queue of runs: accepts them within its limit, in one transaction for each request, and delivers them to the workers.</summary>
internal sealed class RunQueue(
    IDbContextFactory<MnistDb> databases, RunTransactions transactions, IRunDelivery delivery, IOptions<TrainingOptions> options, TimeProvider clock)
    : IDisposable
{
    /// <summary>The key of the database lock that belongs to the queue. The number has no meaning.</summary>
    private const long LockKey = 0x4D4E49535401;

    /// <summary>
    /// One request of this process at a time waits for the queue's lock with a database connection; otherwise the waiting requests would use up all
    /// connections.
    /// </summary>
    private readonly SemaphoreSlim _accepting = new(1, 1);

    /// <summary>
    /// Accepts a request for runs, or finds what an earlier request with the same idempotency key was answered. The limit of the queue holds for all
    /// processes, and of two simultaneous requests with one key the second finds what the first has added.
    /// </summary>
    /// <param name="runCount">How many runs the request adds.</param>
    /// <param name="findEarlier">Finds what the earlier request was answered; null if there was none.</param>
    /// <param name="createRuns">Creates the rows of the runs, at the given place of the queue. It may add other rows to the database.</param>
    /// <param name="answer">Makes the answer from the runs.</param>
    /// <returns>The answer; null if the queue has no room for so many runs.</returns>
    public async Task<TAnswer?> AcceptAsync<TAnswer>(
        int runCount,
        Func<MnistDb, Task<TAnswer?>> findEarlier,
        Func<MnistDb, DateTime, IReadOnlyList<TrainingRunEntity>> createRuns,
        Func<IReadOnlyList<TrainingRun>, TAnswer> answer,
        CancellationToken token)
        where TAnswer : class
    {
        IReadOnlyList<TrainingRunEntity> added = [];
        var accepted = await AloneAsync(() => databases.ChangeAsync<TAnswer?>(async db =>
        {
            added = [];
            await db.LockAsync(LockKey, token);
            if (await findEarlier(db) is { } earlier) return earlier;
            if (await FindPlaceAsync(db, runCount, token) is not { } place) return null;

            added = createRuns(db, place);
            db.TrainingRuns.AddRange(added);
            return answer(await transactions.AddStateEventsAsync(db, added, token));
        }, token), token);
        delivery.Deliver(added.Select(QueuedRun.Of));
        return accepted;
    }

    /// <summary>Changes an existing run so that it waits at the end of the queue, and delivers it.</summary>
    /// <param name="change">
    /// Changes the run. It asks for the place when it needs one; the place is null if the queue is full, and then the run must stay as it is.
    /// </param>
    /// <returns>What the change returned; the default value if there is no such run.</returns>
    public async Task<TResult?> RequeueAsync<TResult>(
        Guid id, Func<MnistDb, TrainingRunEntity, Func<Task<DateTime?>>, Task<TResult>> change, CancellationToken token)
    {
        QueuedRun? queued = null;
        var result = await AloneAsync(() => transactions.ChangeAsync(id, async (db, row) =>
        {
            var result = await change(db, row, () => LockPlaceAsync(db, token));
            queued = row.State == RunState.Queued ? QueuedRun.Of(row) : null;
            return result;
        }, token), token);
        if (queued is { } run) delivery.Deliver(run);
        return result;
    }

    public void Dispose() => _accepting.Dispose();

    private async Task<DateTime?> LockPlaceAsync(MnistDb db, CancellationToken token)
    {
        await db.LockAsync(LockKey, token);
        return await FindPlaceAsync(db, runCount: 1, token);
    }

    /// <summary>The place at the end of the queue; null if the queue has no room.</summary>
    private async Task<DateTime?> FindPlaceAsync(MnistDb db, int runCount, CancellationToken token)
    {
        var waiting = await db.TrainingRuns.CountAsync(run => run.State == RunState.Queued, token);
        return waiting + runCount > options.Value.MaxQueuedRuns ? null : await db.NextPlaceAsync(clock, token);
    }

    private async Task<TResult> AloneAsync<TResult>(Func<Task<TResult>> accept, CancellationToken token)
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
}
