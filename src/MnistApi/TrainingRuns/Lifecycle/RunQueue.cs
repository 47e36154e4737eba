using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>
/// The queue of runs. It accepts runs up to its limit, in one transaction for each request, and delivers them to the workers.
/// </summary>
internal sealed class RunQueue(
    IDbContextFactory<MnistDb> databases,
    RunTransactions transactions,
    IRunDelivery delivery,
    IOptions<TrainingOptions> options,
    TimeProvider clock)
    : IDisposable
{
    /// <summary>The key of the database lock of the queue. The number is arbitrary.</summary>
    private const long LockKey = 0x4D4E49535401;

    /// <summary>
    /// Lets one request of this process at a time wait for the lock of the queue, because a waiting request holds a database connection.
    /// Otherwise the waiting requests could use all connections.
    /// </summary>
    private readonly SemaphoreSlim _accepting = new(1, 1);

    /// <summary>
    /// Accepts a request for runs, or returns the response to an earlier request with the same idempotency key. The limit of the queue
    /// applies to all processes together. If two requests with the same key arrive at the same time, the second one gets the response to
    /// the first.
    /// </summary>
    /// <param name="runCount">The number of runs that the request adds.</param>
    /// <param name="findEarlier">Finds the response to the earlier request; null if there was none.</param>
    /// <param name="createRuns">
    /// Creates the rows of the runs at the given place in the queue. It may add other rows to the database.
    /// </param>
    /// <param name="respond">Creates the response from the runs.</param>
    /// <returns>The response; null if the runs do not fit into the queue.</returns>
    public async Task<TResponse?> AcceptAsync<TResponse>(
        int runCount,
        Func<MnistDb, Task<TResponse?>> findEarlier,
        Func<MnistDb, DateTime, IReadOnlyList<TrainingRunEntity>> createRuns,
        Func<IReadOnlyList<TrainingRun>, TResponse> respond,
        CancellationToken token)
        where TResponse : class
    {
        IReadOnlyList<TrainingRunEntity> added = [];
        var accepted = await SerializeAsync(() => databases.ChangeAsync<TResponse?>(async db =>
        {
            added = [];
            await db.LockAsync(LockKey, token);
            if (await findEarlier(db) is { } earlier) return earlier;
            if (await FindPlaceAsync(db, runCount, token) is not { } place) return null;

            added = createRuns(db, place);
            db.TrainingRuns.AddRange(added);
            return respond(await transactions.AddStateEventsAsync(db, added, token));
        }, token), token);
        delivery.Deliver(added.Select(QueuedRun.Of));
        return accepted;
    }

    /// <summary>Changes an existing run so that it waits at the end of the queue, and delivers it.</summary>
    /// <param name="change">
    /// Changes the run. It calls its last argument if it needs a place in the queue. If that returns null, the queue is full and the run
    /// must not change.
    /// </param>
    /// <returns>The result of the change; the default value if there is no such run.</returns>
    public async Task<TResult?> RequeueAsync<TResult>(
        Guid id, Func<MnistDb, TrainingRunEntity, Func<Task<DateTime?>>, Task<TResult>> change, CancellationToken token)
    {
        QueuedRun? queued = null;
        var result = await SerializeAsync(() => transactions.ChangeAsync(id, async (db, row) =>
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

    /// <summary>Returns the place at the end of the queue; null if the runs do not fit.</summary>
    private async Task<DateTime?> FindPlaceAsync(MnistDb db, int runCount, CancellationToken token)
    {
        var waiting = await db.TrainingRuns.CountAsync(run => run.State == RunState.Queued, token);
        return waiting + runCount > options.Value.MaxQueuedRuns ? null : await db.NextPlaceAsync(clock, token);
    }

    private async Task<TResult> SerializeAsync<TResult>(Func<Task<TResult>> accept, CancellationToken token)
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
