using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>
/// Updates of leases. They are single SQL statements because they are frequent or change many rows. None of them changes a state.
/// </summary>
internal static class LeaseUpdates
{
    /// <summary>Renews a lease and stores the progress if there is any. This happens twice a second for each running run.</summary>
    /// <returns>True if the run is still running and this attempt is the current one.</returns>
    public static async Task<bool> HeartbeatAsync(
        this IQueryable<TrainingRunEntity> runs,
        Guid id,
        int attempt,
        DateTime leaseUntil,
        TrainingProgress? progress,
        CancellationToken token)
    {
        var own = runs.Where(run => run.Id == id && run.Attempt == attempt && run.State == RunState.Running);
        var renewed = progress is not { } now
            ? await own.ExecuteUpdateAsync(set => set.SetProperty(run => run.LeaseUntil, leaseUntil), token)
            : await own.ExecuteUpdateAsync(set => set
                .SetProperty(run => run.LeaseUntil, leaseUntil)
                .SetProperty(run => run.Epoch, now.Epoch)
                .SetProperty(run => run.Step, now.Step)
                .SetProperty(run => run.StepsPerEpoch, now.StepsPerEpoch)
                .SetProperty(run => run.SamplesPerSecond, now.SamplesPerSecond)
                .SetProperty(run => run.EventSequence, run => run.EventSequence + 1)
                .SetProperty(run => run.ProgressSequence, run => run.EventSequence + 1), token);
        return renewed > 0;
    }

    /// <summary>Ends all leases. Call this only if no worker is alive.</summary>
    public static Task VoidLeasesAsync(this IQueryable<TrainingRunEntity> runs, CancellationToken token) =>
        runs.Where(run => run.State == RunState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.LeaseUntil, (DateTime?)null), token);

    /// <summary>Returns the last finished epoch of the run; 0 if there is none.</summary>
    public static Task<int> LastEpochAsync(this MnistDb db, Guid runId, CancellationToken token) =>
        db.Epochs.CountAsync(epoch => epoch.RunId == runId, token);
}
