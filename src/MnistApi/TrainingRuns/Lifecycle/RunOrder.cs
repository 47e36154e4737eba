using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Selects the runs that a worker can take, and orders them.</summary>
internal static class RunOrder
{
    /// <summary>
    /// The runs that a worker can take. Runs whose worker is gone come first; queued runs follow in the order of the queue.
    /// </summary>
    /// <param name="span">The range of valid leases. A lease that ends later was written before the clock was set back.</param>
    public static IQueryable<TrainingRunEntity> Available(this IQueryable<TrainingRunEntity> runs, LeaseSpan span) => runs
        .Where(run => run.State == RunState.Queued || run.State == RunState.Running)
        .Where(run => run.LeaseUntil == null || run.LeaseUntil < span.Now || run.LeaseUntil > span.Latest)
        .OrderBy(run => run.State == RunState.Running ? 0 : 1).ThenBy(run => run.QueuedAt).ThenBy(run => run.Id);

    /// <summary>Whether a worker can take the run.</summary>
    /// <inheritdoc cref="Available"/>
    public static bool IsAvailable(this TrainingRunEntity run, LeaseSpan span) =>
        run.State is RunState.Queued or RunState.Running
        && (run.LeaseUntil is null || run.LeaseUntil < span.Now || run.LeaseUntil > span.Latest);

    /// <summary>
    /// Returns the place at the end of the queue: the current time, or just after the last place if the clock was set back. The caller
    /// holds the lock of the queue.
    /// </summary>
    public static async Task<DateTime> NextPlaceAsync(this MnistDb db, TimeProvider clock, CancellationToken token)
    {
        var last = await db.TrainingRuns
            .Where(run => run.State == RunState.Queued || run.State == RunState.Running || run.State == RunState.Paused)
            .OrderByDescending(run => run.QueuedAt)
            .Select(run => (DateTime?)run.QueuedAt)
            .FirstOrDefaultAsync(token);
        var now = clock.GetUtcNow().UtcDateTime;
        return last is null || last < now ? now : last.Value.AddMicroseconds(1);
    }
}
