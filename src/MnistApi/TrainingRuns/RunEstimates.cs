using Microsoft.EntityFrameworkCore;
using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>When a run may start and end; null where nothing was measured that tells.</summary>
internal readonly record struct RunEstimate(double? StartsInSeconds, double? EtaSeconds);

/// <summary>
/// Estimates from measured epoch times: of the run's own last epochs, else of the last run of the same recipe and dataset.
/// Workers are assumed to take the queue in order, each one run at a time.
/// </summary>
internal static class RunEstimates
{
    private const int EpochsToAverage = 5;

    /// <summary>Estimates of all unfinished runs by id.</summary>
    /// <param name="workers">Runs trained at the same time.</param>
    public static async Task<IReadOnlyDictionary<Guid, RunEstimate>> OfUnfinishedAsync(MnistDb db, int workers, CancellationToken token)
    {
        var runs = await db.TrainingRuns.AsNoTracking()
            .Where(run => run.State == RunState.Running || run.State == RunState.Queued)
            .OrderBy(run => run.State == RunState.Running ? 0 : 1).ThenBy(run => run.QueuedAt).ThenBy(run => run.Id)
            .ToListAsync(token);
        var estimates = new Dictionary<Guid, RunEstimate>();
        var measured = new Dictionary<(string, string), double?>();
        var freeAt = new double?[workers];
        Array.Fill(freeAt, 0);
        foreach (var run in runs)
        {
            var worker = NextFree(freeAt);
            var start = run.State == RunState.Running ? 0 : freeAt[worker];
            var end = start + await RemainingSecondsAsync(db, run, measured, token);
            freeAt[worker] = end;
            estimates[run.Id] = new RunEstimate(run.State == RunState.Running ? null : start, end);
        }

        return estimates;
    }

    /// <summary>Seconds that a run still trains; null where nothing was measured.</summary>
    public static async Task<double?> RemainingSecondsAsync(MnistDb db, TrainingRunEntity run, Dictionary<(string Recipe, string Dataset), double?> measured, CancellationToken token)
    {
        var perEpoch = run.BestEpoch is null ? null : await MeanAsync(db.Epochs.Where(epoch => epoch.RunId == run.Id), token);
        if (perEpoch is null && !measured.TryGetValue((run.Recipe, run.Dataset), out perEpoch))
            measured[(run.Recipe, run.Dataset)] = perEpoch = await MeanOfRecipeAsync(db, run, token);

        var epochsDone = run.StepsPerEpoch == 0 ? 0 : Math.Max(run.Epoch - 1, 0) + (double)run.Step / run.StepsPerEpoch;
        return perEpoch * Math.Max(0, run.Epochs - epochsDone);
    }

    private static async Task<double?> MeanOfRecipeAsync(MnistDb db, TrainingRunEntity run, CancellationToken token)
    {
        var last = await db.TrainingRuns.Where(other => other.Recipe == run.Recipe && other.Dataset == run.Dataset && other.Id != run.Id && !other.IsBuiltin && other.BestEpoch != null)
            .OrderByDescending(other => other.StartedAt).Select(other => (Guid?)other.Id).FirstOrDefaultAsync(token);
        return last is null ? null : await MeanAsync(db.Epochs.Where(epoch => epoch.RunId == last), token);
    }

    private static Task<double?> MeanAsync(IQueryable<EpochEntity> epochs, CancellationToken token) =>
        epochs.OrderByDescending(epoch => epoch.Epoch).Take(EpochsToAverage).AverageAsync(epoch => (double?)epoch.DurationSeconds, token);

    /// <summary>A worker whose time is not known is taken last: nobody can say when it is free.</summary>
    private static int NextFree(double?[] freeAt) =>
        Enumerable.Range(0, freeAt.Length).MinBy(worker => freeAt[worker] ?? double.PositiveInfinity);
}
