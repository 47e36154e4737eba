using Microsoft.EntityFrameworkCore;
using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>Which runs a worker may take, and in which order.</summary>
internal static class RunOrder
{
    /// <summary>Runs that wait and do not rest, and those whose worker is gone, which go first; then in the queue's order.</summary>
    public static IQueryable<TrainingRunEntity> WhichCanBeTaken(this IQueryable<TrainingRunEntity> runs, DateTime now) => runs
        .Where(run => (run.State == RunState.Queued || run.State == RunState.Running) && (run.LeaseUntil == null || run.LeaseUntil < now))
        .OrderBy(run => run.State == RunState.Running ? 0 : 1).ThenBy(run => run.QueuedAt).ThenBy(run => run.Id);

    /// <inheritdoc cref="WhichCanBeTaken"/>
    public static bool CanBeTaken(this TrainingRunEntity run, DateTime now) =>
        run.State is RunState.Queued or RunState.Running && (run.LeaseUntil is null || run.LeaseUntil < now);

    /// <summary>An epoch that was left unfinished is done over, so the progress goes back to the last one that was finished.</summary>
    public static async Task GoBackToLastEpochAsync(this TrainingRunEntity run, MnistDb db, CancellationToken token)
    {
        run.Epoch = await db.Epochs.CountAsync(epoch => epoch.RunId == run.Id, token);
        run.Step = run.Epoch == 0 ? 0 : run.StepsPerEpoch;
    }
}
