using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Parameters;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.Sweeps.Queries;

/// <summary>Reads sweeps from the database and maps them to API contracts.</summary>
internal static class SweepReader
{
    /// <summary>Returns a sweep; null if there is no such sweep.</summary>
    public static async Task<Sweep?> FindSweepAsync(this MnistDb db, Guid id, CancellationToken token)
    {
        var row = await db.Sweeps.AsNoTracking().FirstOrDefaultAsync(sweep => sweep.Id == id, token);
        return row is null ? null : (await db.ReadSweepsAsync([row], token))[0];
    }

    /// <summary>Maps rows to sweeps and keeps their order.</summary>
    public static async Task<IReadOnlyList<Sweep>> ReadSweepsAsync(
        this MnistDb db, IReadOnlyList<SweepEntity> rows, CancellationToken token)
    {
        var boards = await Leaderboard.ReadAsync(db, rows, token);
        var bestIds = boards.Values.Where(board => board.Best is not null).Select(board => (board, board.Best!.Value));
        var bestRuns = await Leaderboard.ToRunsAsync(db, [.. bestIds], token);
        var epochSeconds = await MeanEpochSecondsAsync(db, [.. rows.Where(row => !row.IsFinished).Select(row => (Guid?)row.Id)], token);
        return [.. rows.Select(Map)];

        Sweep Map(SweepEntity row)
        {
            var board = boards[row.Id];
            var best = bestRuns.GetValueOrDefault(board.Best ?? Guid.Empty);
            return ToSweep(row, board, best, epochSeconds.TryGetValue(row.Id, out var mean) ? mean : null);
        }
    }

    /// <summary>Returns a page of the runs of a sweep, the best first; null if there is no such sweep.</summary>
    public static async Task<PageOf<SweepRun>?> ReadSweepRunsAsync(
        this MnistDb db, Guid id, PageParameters parameters, CancellationToken token)
    {
        if (await db.Sweeps.AsNoTracking().FirstOrDefaultAsync(sweep => sweep.Id == id, token) is not { } row) return null;
        var board = (await Leaderboard.ReadAsync(db, [row], token))[id];
        var shown = board.Ids.Skip(parameters.Skip).Take(parameters.Size).ToArray();
        var runs = await Leaderboard.ToRunsAsync(db, [.. shown.Select(run => (board, run))], token);
        return PageOf<SweepRun>.Of(parameters, board.Rows.Count, [.. shown.Where(runs.ContainsKey).Select(run => runs[run])]);
    }

    private static Sweep ToSweep(SweepEntity row, Leaderboard board, SweepRun? best, double? epochSeconds) => new(
        row.Id,
        row.Name,
        row.Recipe,
        row.State,
        row.Dataset,
        row.Seed,
        row.Search,
        row.Overrides,
        row.Parameters,
        row.MaxRuns,
        row.Halving,
        row.CreatedAt,
        board.Rows.Min(run => run.StartedAt),
        row.FinishedAt,
        Count(board.Rows),
        SweepEstimate.Of(row, board.Rows, epochSeconds),
        row.Halving is null ? [] : [.. row.Plan.Select((round, i) => new SweepRound(i + 1, round.Epochs, round.Runs, StateOf(row, i)))],
        best,
        row.Warnings);

    private static SweepRunCounts Count(IReadOnlyCollection<SweepRunRow> runs)
    {
        var eliminated = runs.Count(run => run.State == RunState.Cancelled && run.EliminatedAfterEpoch is not null);
        return new SweepRunCounts(
            runs.Count,
            Of(RunState.Queued),
            Of(RunState.Running),
            Of(RunState.Paused),
            Of(RunState.Succeeded),
            Of(RunState.Failed),
            Of(RunState.Cancelled) - eliminated,
            eliminated);

        int Of(RunState state) => runs.Count(run => run.State == state);
    }

    private static SweepRoundState StateOf(SweepEntity row, int round)
    {
        if (row.IsFinished || round < row.Round) return SweepRoundState.Finished;
        return round == row.Round ? SweepRoundState.Running : SweepRoundState.Waiting;
    }

    private static async Task<Dictionary<Guid, double>> MeanEpochSecondsAsync(MnistDb db, Guid?[] sweeps, CancellationToken token)
    {
        if (sweeps.Length == 0) return [];
        var means =
            from run in db.TrainingRuns
            join epoch in db.Epochs on run.Id equals epoch.RunId
            where sweeps.Contains(run.SweepId)
            group epoch.DurationSeconds by run.SweepId into sweep
            select new { sweep.Key, Mean = sweep.Average() };
        return await means.ToDictionaryAsync(sweep => sweep.Key!.Value, sweep => sweep.Mean, token);
    }
}
