using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Statistics;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.Sweeps.Halving;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.Sweeps.Queries;

/// <summary>The columns that are read of every run of a sweep. Configurations and checkpoints are not read.</summary>
internal sealed record SweepRunRow(
    Guid Id,
    Guid SweepId,
    RunState State,
    DateTime? StartedAt,
    int Epoch,
    int Epochs,
    int Step,
    int StepsPerEpoch,
    double? BestValidationAccuracy,
    double? BestValidationLoss,
    int? EliminatedAfterEpoch)
{
    /// <summary>The number of finished epochs. The current epoch counts with the share of its steps.</summary>
    public double EpochsDone => StepsPerEpoch == 0 ? 0 : Math.Max(Epoch - 1, 0) + (double)Step / StepsPerEpoch;

    public bool IsUnfinished => State is RunState.Queued or RunState.Running or RunState.Paused;

    public RankedRun ToRanked() => new(Id, State, BestValidationAccuracy, BestValidationLoss);
}

/// <summary>The runs of a sweep, the best first.</summary>
internal sealed class Leaderboard
{
    private readonly SweepEntity _sweep;
    private readonly Dictionary<Guid, SweepRunRow> _rows;
    private readonly IReadOnlyList<RankedRun> _ranked;
    private readonly RankedRun? _best;

    private Leaderboard(SweepEntity sweep, IReadOnlyCollection<SweepRunRow> rows)
    {
        (_sweep, _rows) = (sweep, rows.ToDictionary(row => row.Id));
        _ranked = SweepRanking.Rank(rows.Select(row => row.ToRanked()));
        _best = SweepRanking.Best(_ranked);
    }

    /// <summary>The runs, in no particular order.</summary>
    public IReadOnlyCollection<SweepRunRow> Rows => _rows.Values;

    /// <summary>The id of the best run that has not failed and was not cancelled; null if there is none.</summary>
    public Guid? Best => _best?.Id;

    /// <summary>The ids of the runs, the best first.</summary>
    public IEnumerable<Guid> Ids => _ranked.Select(run => run.Id);

    /// <summary>Reads the leaderboards of several sweeps.</summary>
    /// <returns>The leaderboards, by the id of the sweep.</returns>
    public static async Task<IReadOnlyDictionary<Guid, Leaderboard>> ReadAsync(
        MnistDb db, IReadOnlyList<SweepEntity> sweeps, CancellationToken token)
    {
        Guid?[] ids = [.. sweeps.Select(sweep => (Guid?)sweep.Id)];
        var rows = await db.TrainingRuns.Where(run => ids.Contains(run.SweepId)).Select(run => new SweepRunRow(
            run.Id, run.SweepId!.Value, run.State, run.StartedAt, run.Epoch, run.Epochs, run.Step, run.StepsPerEpoch,
            run.BestValidationAccuracy, run.BestValidationLoss, run.EliminatedAfterEpoch)).ToListAsync(token);
        var bySweep = rows.ToLookup(row => row.SweepId);
        return sweeps.ToDictionary(sweep => sweep.Id, sweep => new Leaderboard(sweep, [.. bySweep[sweep.Id]]));
    }

    /// <summary>Maps some runs to API contracts.</summary>
    /// <returns>The runs, by id. A run that has been deleted since the leaderboard was read is missing.</returns>
    public static async Task<IReadOnlyDictionary<Guid, SweepRun>> ToRunsAsync(
        MnistDb db, IReadOnlyCollection<(Leaderboard Board, Guid Id)> runs, CancellationToken token)
    {
        var ids = runs.Select(run => run.Id).ToArray();
        var models = db.Models;
        var details = await db.TrainingRuns.Where(run => ids.Contains(run.Id)).Select(run => new
        {
            run.Id,
            run.SweepParameters,
            run.TestErrorCount,
            run.TestLoss,
            Evaluation = models.Where(model => model.Id == run.Id).Select(model => model.Evaluation).FirstOrDefault(),
        }).ToDictionaryAsync(run => run.Id, token);
        return runs.Where(run => details.ContainsKey(run.Id)).ToDictionary(run => run.Id, run =>
        {
            var detail = details[run.Id];
            var test = detail.Evaluation is { } evaluation
                ? new SweepTestResult(evaluation.Accuracy, evaluation.AccuracyInterval, detail.TestErrorCount!.Value, detail.TestLoss)
                : null;
            return run.Board.ToRun(run.Id, detail.SweepParameters!, test);
        });
    }

    private SweepRun ToRun(Guid id, IReadOnlyDictionary<string, JsonElement> parameters, SweepTestResult? test)
    {
        var row = _rows[id];
        var validation = Measured(row.BestValidationAccuracy);
        var best = Measured(_best?.ValidationAccuracy);
        return new SweepRun(
            Rank: validation is null ? null : _ranked.Index().First(run => run.Item.Id == id).Index + 1,
            RunId: id,
            parameters,
            row.State,
            row.Epoch,
            row.Epochs,
            validation?.Accuracy,
            validation?.AccuracyInterval,
            row.BestValidationLoss,
            test,
            WithinNoise: validation is null || best is null ? null : IsWithinNoise(best, validation),
            row.EliminatedAfterEpoch);
    }

    /// <summary>
    /// Whether the difference can be chance. The service does not store which images each run classifies correctly, so it compares the runs
    /// as if they used independent images. They use the same images, so the true uncertainty is never larger.
    /// </summary>
    private static bool IsWithinNoise(MeasuredAccuracy best, MeasuredAccuracy other) =>
        AccuracyComparison.Of(best, other).DifferenceInterval is { Low: <= 0, High: >= 0 };

    private MeasuredAccuracy? Measured(double? accuracy) =>
        accuracy is { } share ? MeasuredAccuracy.Of(share, _sweep.ValidationSize) : null;
}
