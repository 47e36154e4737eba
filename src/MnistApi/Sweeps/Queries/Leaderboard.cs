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

/// <summary>What is read of every run of a sweep; configurations and checkpoints are not.</summary>
internal sealed record SweepRunRow(
    Guid Id, Guid SweepId, RunState State, DateTime? StartedAt, int Epoch, int Epochs, int Step, int StepsPerEpoch,
    double? BestValidationAccuracy, double? BestValidationLoss, int? EliminatedAfterEpoch)
{
    /// <summary>Epochs done, one at work in part.</summary>
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

    /// <summary>In no order.</summary>
    public IReadOnlyCollection<SweepRunRow> Rows => _rows.Values;

    /// <summary>The best run that is a model or may become one; null of none.</summary>
    public Guid? Best => _best?.Id;

    /// <summary>Ids, the best first.</summary>
    public IEnumerable<Guid> Ids => _ranked.Select(run => run.Id);

    /// <summary>Those of several sweeps, by sweep.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Leaderboard>> ReadAsync(MnistDb db, IReadOnlyList<SweepEntity> sweeps, CancellationToken token)
    {
        Guid?[] ids = [.. sweeps.Select(sweep => (Guid?)sweep.Id)];
        var rows = await db.TrainingRuns.Where(run => ids.Contains(run.SweepId)).Select(run => new SweepRunRow(
            run.Id, run.SweepId!.Value, run.State, run.StartedAt, run.Epoch, run.Epochs, run.Step, run.StepsPerEpoch,
            run.BestValidationAccuracy, run.BestValidationLoss, run.EliminatedAfterEpoch)).ToListAsync(token);
        var bySweep = rows.ToLookup(row => row.SweepId);
        return sweeps.ToDictionary(sweep => sweep.Id, sweep => new Leaderboard(sweep, [.. bySweep[sweep.Id]]));
    }

    /// <summary>Some of its runs as they are told, by id; one that was deleted meanwhile is not among them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, SweepRun>> TellAsync(MnistDb db, IReadOnlyCollection<(Leaderboard Board, Guid Id)> runs, CancellationToken token)
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
            return run.Board.Tell(run.Id, detail.SweepParameters!, test);
        });
    }

    private SweepRun Tell(Guid id, IReadOnlyDictionary<string, JsonElement> parameters, SweepTestResult? test)
    {
        var row = _rows[id];
        var validation = Measured(row.BestValidationAccuracy);
        return new SweepRun(
            validation is null ? null : _ranked.Index().First(run => run.Item.Id == id).Index + 1,
            id, parameters, row.State, row.Epoch, row.Epochs,
            validation?.Accuracy, validation?.AccuracyInterval, row.BestValidationLoss, test,
            validation is null || Measured(_best?.ValidationAccuracy) is not { } best ? null : IsWithinNoise(best, validation),
            row.EliminatedAfterEpoch);
    }

    /// <summary>Which images each has right was not kept, so the runs are compared as if each had images of its own; on the same ones less is noise, never more.</summary>
    private static bool IsWithinNoise(MeasuredAccuracy best, MeasuredAccuracy other) =>
        AccuracyComparison.Of(best, other).DifferenceInterval is { Low: <= 0, High: >= 0 };

    private MeasuredAccuracy? Measured(double? accuracy) => accuracy is { } share ? MeasuredAccuracy.Of(share, _sweep.ValidationSize) : null;
}
