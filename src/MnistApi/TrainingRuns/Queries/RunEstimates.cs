using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.TrainingRuns.Queries;

/// <summary>The estimated times until a run starts and ends, in seconds; null if there are no measurements for an estimate.</summary>
internal readonly record struct RunEstimate(double? StartsInSeconds, double? EtaSeconds);

/// <summary>The columns of a run that an estimate needs. There may be thousands of runs, so their configurations are not read.</summary>
internal sealed record UnfinishedRun(
    Guid Id,
    RunState State,
    string Recipe,
    string Dataset,
    int Epoch,
    int Epochs,
    int Step,
    int StepsPerEpoch,
    bool HasEpoch,
    int? PauseAfterEpoch)
{
    public static readonly Expression<Func<TrainingRunEntity, UnfinishedRun>> OfRow = row => new UnfinishedRun(
        row.Id,
        row.State,
        row.Recipe,
        row.Dataset,
        row.Epoch,
        row.Epochs,
        row.Step,
        row.StepsPerEpoch,
        row.BestEpoch != null,
        row.PauseAfterEpoch);

    private static readonly Func<TrainingRunEntity, UnfinishedRun> Compiled = OfRow.Compile();

    public static UnfinishedRun Of(TrainingRunEntity row) => Compiled(row);

    /// <summary>
    /// The number of epochs until the worker of the run is free. A partly finished epoch counts with its remaining share.
    /// </summary>
    public double RemainingEpochs => Math.Max(0, Math.Min(Epochs, PauseAfterEpoch ?? Epochs) - EpochsDone);

    private double EpochsDone => StepsPerEpoch == 0 ? 0 : Math.Max(Epoch - 1, 0) + (double)Step / StepsPerEpoch;
}

/// <summary>
/// Estimates the times of runs from measured epoch times. It uses the last epochs of the run itself, or those of the last run with the same
/// recipe and dataset. It assumes that workers take the runs in the order of the queue, one at a time.
/// </summary>
internal static class RunEstimates
{
    private const int EpochsToAverage = 5;

    /// <summary>Estimates the times of all queued and running runs.</summary>
    /// <param name="workers">The number of runs that train at the same time.</param>
    /// <returns>The estimates, by the id of the run.</returns>
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
            freeAt[worker] = start + perEpoch * run.RemainingEpochs;
            estimates[run.Id] = new RunEstimate(run.State == RunState.Running ? null : start, EndOf(run, freeAt[worker]));
        }

        return estimates;
    }

    /// <summary>Estimates the remaining training time of a run, in seconds.</summary>
    /// <returns>The time; null if there are no measurements, or if the sweep of the run may still eliminate it.</returns>
    public static async Task<double?> RemainingSecondsAsync(MnistDb db, UnfinishedRun run, CancellationToken token)
    {
        var perEpoch = run.HasEpoch ? await MeanAsync(db, run.Id, token) : await MeanOfRecipeAsync(db, run, [], token);
        return EndOf(run, perEpoch * run.RemainingEpochs);
    }

    /// <summary>The end of a run; null if the run will pause, because its sweep may then eliminate it.</summary>
    private static double? EndOf(UnfinishedRun run, double? workerIsFree) => run.PauseAfterEpoch is null ? workerIsFree : null;

    /// <summary>Reads the mean time of the last epochs of each run, in one query.</summary>
    private static async Task<Dictionary<Guid, double>> MeansAsync(MnistDb db, IQueryable<TrainingRunEntity> runs, CancellationToken token)
    {
        var last = await (
            from run in runs
            join epoch in db.Epochs on run.Id equals epoch.RunId
            where epoch.Epoch >= run.Epoch - EpochsToAverage
            select new { run.Id, epoch.Epoch, epoch.DurationSeconds }).ToListAsync(token);
        return last.GroupBy(epoch => epoch.Id).ToDictionary(
            run => run.Key,
            run => run.OrderByDescending(epoch => epoch.Epoch).Take(EpochsToAverage).Average(epoch => epoch.DurationSeconds));
    }

    private static async Task<double?> MeanOfRecipeAsync(
        MnistDb db, UnfinishedRun run, Dictionary<(string Recipe, string Dataset), double?> known, CancellationToken token)
    {
        if (known.TryGetValue((run.Recipe, run.Dataset), out var mean)) return mean;
        var last = await db.TrainingRuns
            .Where(other => other.Recipe == run.Recipe && other.Dataset == run.Dataset)
            .Where(other => other.Id != run.Id && !other.IsBuiltin && other.BestEpoch != null)
            .OrderByDescending(other => other.StartedAt)
            .Select(other => (Guid?)other.Id)
            .FirstOrDefaultAsync(token);
        return known[(run.Recipe, run.Dataset)] = last is { } id ? await MeanAsync(db, id, token) : null;
    }

    private static Task<double?> MeanAsync(MnistDb db, Guid runId, CancellationToken token) => db.Epochs
        .Where(epoch => epoch.RunId == runId)
        .OrderByDescending(epoch => epoch.Epoch)
        .Take(EpochsToAverage)
        .AverageAsync(epoch => (double?)epoch.DurationSeconds, token);

    /// <summary>Returns the worker that is free first. A worker with an unknown time comes last.</summary>
    private static int NextFree(double?[] freeAt) =>
        Enumerable.Range(0, freeAt.Length).MinBy(worker => freeAt[worker] ?? double.PositiveInfinity);
}
