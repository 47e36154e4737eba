using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Queries;

/// <summary>When a run may start and end; null where nothing was measured that tells.</summary>
internal readonly record struct RunEstimate(double? StartsInSeconds, double? EtaSeconds);

/// <summary>What is read of a run to estimate its time: there may be thousands, each with a configuration that nobody looks at.</summary>
internal sealed record UnfinishedRun(Guid Id, RunState State, string Recipe, string Dataset, int Epoch, int Epochs, int Step, int StepsPerEpoch, bool HasEpoch, int? PauseAfterEpoch)
{
    public static readonly Expression<Func<TrainingRunEntity, UnfinishedRun>> OfRow = row => new UnfinishedRun(
        row.Id, row.State, row.Recipe, row.Dataset, row.Epoch, row.Epochs, row.Step, row.StepsPerEpoch, row.BestEpoch != null, row.PauseAfterEpoch);

    private static readonly Func<TrainingRunEntity, UnfinishedRun> Compiled = OfRow.Compile();

    public static UnfinishedRun Of(TrainingRunEntity row) => Compiled(row);

    /// <summary>Epochs until its worker is free again, of which some may be done in part.</summary>
    public double EpochsToGo =>
        Math.Max(0, Math.Min(Epochs, PauseAfterEpoch ?? Epochs) - (StepsPerEpoch == 0 ? 0 : Math.Max(Epoch - 1, 0) + (double)Step / StepsPerEpoch));
}

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
        var unfinished = db.TrainingRuns.AsNoTracking().Where(run => run.State == RunState.Running || run.State == RunState.Queued);
        var runs = await unfinished
            .OrderBy(run => run.State == RunState.Running ? 0 : 1).ThenBy(run => run.QueuedAt).ThenBy(run => run.Id)
            .Select(UnfinishedRun.OfRow).ToListAsync(token);
        var own = runs.Exists(run => run.HasEpoch) ? await MeansAsync(db, unfinished, token) : [];
        var ofRecipes = new Dictionary<(string, string), double?>();
        var estimates = new Dictionary<Guid, RunEstimate>();
        var freeAt = new double?[workers];
        Array.Fill(freeAt, 0);
        foreach (var run in runs)
        {
            var worker = NextFree(freeAt);
            var start = run.State == RunState.Running ? 0 : freeAt[worker];
            var perEpoch = own.TryGetValue(run.Id, out var mean) ? mean : await MeanOfRecipeAsync(db, run, ofRecipes, token);
            freeAt[worker] = start + perEpoch * run.EpochsToGo;
            estimates[run.Id] = new RunEstimate(run.State == RunState.Running ? null : start, EndOf(run, freeAt[worker]));
        }

        return estimates;
    }

    /// <summary>Seconds that a run still trains; null where nothing was measured, or nobody knows whether its sweep goes on with it.</summary>
    public static async Task<double?> RemainingSecondsAsync(MnistDb db, UnfinishedRun run, CancellationToken token)
    {
        var perEpoch = run.HasEpoch ? await MeanAsync(db, run.Id, token) : await MeanOfRecipeAsync(db, run, [], token);
        return EndOf(run, perEpoch * run.EpochsToGo);
    }

    /// <summary>A run that pauses may be eliminated then: its end cannot be told.</summary>
    private static double? EndOf(UnfinishedRun run, double? workerIsFree) => run.PauseAfterEpoch is null ? workerIsFree : null;

    /// <summary>Mean times of their last epochs by run, in one query.</summary>
    private static async Task<Dictionary<Guid, double>> MeansAsync(MnistDb db, IQueryable<TrainingRunEntity> runs, CancellationToken token)
    {
        var last = await (
            from run in runs
            join epoch in db.Epochs on run.Id equals epoch.RunId
            where epoch.Epoch >= run.Epoch - EpochsToAverage
            select new { run.Id, epoch.Epoch, epoch.DurationSeconds }).ToListAsync(token);
        return last.GroupBy(epoch => epoch.Id).ToDictionary(run => run.Key, run => run.OrderByDescending(epoch => epoch.Epoch).Take(EpochsToAverage).Average(epoch => epoch.DurationSeconds));
    }

    private static async Task<double?> MeanOfRecipeAsync(MnistDb db, UnfinishedRun run, Dictionary<(string Recipe, string Dataset), double?> known, CancellationToken token)
    {
        if (known.TryGetValue((run.Recipe, run.Dataset), out var mean)) return mean;
        var last = await db.TrainingRuns.Where(other => other.Recipe == run.Recipe && other.Dataset == run.Dataset && other.Id != run.Id && !other.IsBuiltin && other.BestEpoch != null)
            .OrderByDescending(other => other.StartedAt).Select(other => (Guid?)other.Id).FirstOrDefaultAsync(token);
        return known[(run.Recipe, run.Dataset)] = last is { } id ? await MeanAsync(db, id, token) : null;
    }

    private static Task<double?> MeanAsync(MnistDb db, Guid runId, CancellationToken token) =>
        db.Epochs.Where(epoch => epoch.RunId == runId).OrderByDescending(epoch => epoch.Epoch).Take(EpochsToAverage).AverageAsync(epoch => (double?)epoch.DurationSeconds, token);

    /// <summary>A worker whose time is not known is taken last: nobody can say when it is free.</summary>
    private static int NextFree(double?[] freeAt) =>
        Enumerable.Range(0, freeAt.Length).MinBy(worker => freeAt[worker] ?? double.PositiveInfinity);
}
