using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>Which runs a worker may take, and in which order.</summary>
internal static class RunOrder
{
    /// <summary>Runs that wait and do not rest, and those whose worker is gone, which go first; then in the queue's order.</summary>
    /// <param name="span">When a lease is over. One that reaches further than any lease was written before the clock was set back.</param>
    public static IQueryable<TrainingRunEntity> WhichCanBeTaken(this IQueryable<TrainingRunEntity> runs, LeaseSpan span) => runs
        .Where(run => (run.State == RunState.Queued || run.State == RunState.Running) && (run.LeaseUntil == null || run.LeaseUntil < span.Now || run.LeaseUntil > span.Latest))
        .OrderBy(run => run.State == RunState.Running ? 0 : 1).ThenBy(run => run.QueuedAt).ThenBy(run => run.Id);

    /// <inheritdoc cref="WhichCanBeTaken"/>
    public static bool CanBeTaken(this TrainingRunEntity run, LeaseSpan span) =>
        run.State is RunState.Queued or RunState.Running && (run.LeaseUntil is null || run.LeaseUntil < span.Now || run.LeaseUntil > span.Latest);

    /// <summary>
    /// The place at the queue's end: the time, or just after the last place where a clock that was set back says that it is earlier. Whoever calls this has
    /// the queue's lock.
    /// </summary>
    public static async Task<DateTime> NextPlaceAsync(this MnistDb db, TimeProvider clock, CancellationToken token)
    {
        var last = await db.TrainingRuns.Where(run => run.State == RunState.Queued || run.State == RunState.Running || run.State == RunState.Paused)
            .OrderByDescending(run => run.QueuedAt).Select(run => (DateTime?)run.QueuedAt).FirstOrDefaultAsync(token);
        var now = clock.GetUtcNow().UtcDateTime;
        return last is null || last < now ? now : last.Value.AddMicroseconds(1);
    }

    /// <summary>An epoch that was left unfinished is done over, so the progress goes back to the last one that was finished.</summary>
    public static async Task GoBackToLastEpochAsync(this TrainingRunEntity run, MnistDb db, CancellationToken token)
    {
        run.Epoch = await db.Epochs.CountAsync(epoch => epoch.RunId == run.Id, token);
        run.Step = run.Epoch == 0 ? 0 : run.StepsPerEpoch;
    }
}
