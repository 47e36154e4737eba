using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Hosting;
using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>What is measured while a run trains.</summary>
internal static class RunMeasurementRoutes
{
    public static void MapRunMeasurements(this RouteGroupBuilder runs)
    {
        runs.MapGet("/{id}/metrics", GetMetrics).WithName(nameof(GetMetrics));
        runs.MapGet("/{id}/events", WatchTrainingRun).WithName(nameof(WatchTrainingRun));
        runs.MapGet("/{id}/curves.svg", GetLearningCurves).WithName(nameof(GetLearningCurves));
        runs.MapGet("/{id}/checkpoints", ListCheckpoints).WithName(nameof(ListCheckpoints));
        runs.MapGet("/{id}/checkpoints/{epoch}", GetCheckpoint).WithName(nameof(GetCheckpoint));
    }

    /// <summary>Gets the metrics of each epoch</summary>
    /// <remarks>As JSON, or as CSV where the Accept header prefers <c>text/csv</c>. A number that was not finite is null, in CSV empty.</remarks>
    /// <param name="id">The run's id.</param>
    [Answers(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<MetricsHttpResult, ProblemHttpResult>> GetMetrics(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        await ReadMetricsAsync(id, databases, token) is { } metrics ? new MetricsHttpResult(metrics) : TrainingRunRoutes.NotFound(id);

    /// <summary>Watches a training run</summary>
    /// <remarks>
    /// Server-sent events <c>state</c>, <c>progress</c>, <c>epoch</c> and <c>end</c>, from the run's beginning or after the id in <c>Last-Event-ID</c>.
    /// The data is JSON: the run, its progress, or the epoch's metrics. A comment comes as a heartbeat; the stream ends after <c>end</c>. 204 tells a client that has it all to stay away.
    /// </remarks>
    /// <param name="id">The run's id.</param>
    /// <param name="lastEventId">The id of the last event that was received. Browsers send it by themselves.</param>
    /// <response code="200">The stream, until the run has ended.</response>
    /// <response code="204">The run has ended, and the client has every event.</response>
    [Answers(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<EventStreamResult, NoContent, ProblemHttpResult>> WatchTrainingRun(
        Guid id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, IDbContextFactory<MnistDb> databases, RunEventFeeds feeds, IOptions<TrainingOptions> options, CancellationToken token)
    {
        if (!long.TryParse(lastEventId ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            return Problems.Invalid(new Dictionary<string, string[]> { ["Last-Event-ID"] = [$"The header Last-Event-ID must be the id of an event, a whole number. It is '{lastEventId}'."] });

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token) is not { } row) return TrainingRunRoutes.NotFound(id);
        return row.IsFinished && last >= row.EventSequence
            ? TypedResults.NoContent()
            : new EventStreamResult(feeds, id, last, TimeSpan.FromSeconds(options.Value.HeartbeatSeconds));
    }

    /// <summary>Draws the learning curves</summary>
    /// <remarks>Loss and accuracy over the epochs, as a picture (SVG).</remarks>
    /// <param name="id">The run's id.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "image/svg+xml")]
    [Answers(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetLearningCurves(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token) is not { } row) return TrainingRunRoutes.NotFound(id);
        var metrics = (await ReadMetricsAsync(id, databases, token))!;
        var points = metrics.Select(epoch => new CurvePoint(epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy));
        return TypedResults.File(Encoding.UTF8.GetBytes(LearningCurves.Draw(row.Name, row.Recipe, row.Epochs, [.. points])), "image/svg+xml");
    }

    /// <summary>Lists the checkpoints</summary>
    /// <remarks>Kept are the best, the last, and those that the request asked for.</remarks>
    /// <param name="id">The run's id.</param>
    [Answers(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<Ok<IReadOnlyList<RunCheckpoint>>, ProblemHttpResult>> ListCheckpoints(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token) is not { } row) return TrainingRunRoutes.NotFound(id);
        var checkpoints = await (
            from checkpoint in db.Checkpoints
            join epoch in db.Epochs on new { checkpoint.RunId, checkpoint.Epoch } equals new { epoch.RunId, epoch.Epoch }
            where checkpoint.RunId == id
            orderby checkpoint.Epoch
            select new { checkpoint.Epoch, checkpoint.Bytes, checkpoint.WeightsSha256, epoch.ValidationAccuracy, checkpoint.CreatedAt }).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<RunCheckpoint>>([.. checkpoints.Select(checkpoint => new RunCheckpoint(
            checkpoint.Epoch, checkpoint.Bytes, checkpoint.WeightsSha256, checkpoint.ValidationAccuracy,
            checkpoint.Epoch == row.BestEpoch, checkpoint.Epoch == checkpoints[^1].Epoch, checkpoint.CreatedAt))]);
    }

    /// <summary>Downloads a checkpoint</summary>
    /// <remarks>A safetensors file with weights, optimizer moments and configuration: all that is needed to go on.</remarks>
    /// <param name="id">The run's id.</param>
    /// <param name="epoch" example="1">From 1.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "application/octet-stream")]
    [Answers(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.CheckpointNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCheckpoint(Guid id, int epoch, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == id, token)) return TrainingRunRoutes.NotFound(id);
        return await db.Checkpoints.Where(checkpoint => checkpoint.RunId == id && checkpoint.Epoch == epoch).Select(checkpoint => checkpoint.Data).FirstOrDefaultAsync(token) is { } data
            ? TypedResults.File(data, "application/octet-stream", $"{id}-epoch-{epoch}.safetensors")
            : ProblemCode.CheckpointNotFound.Because($"The run {id} has no checkpoint of epoch {epoch}. GET /api/v1/training-runs/{id}/checkpoints lists those it has.");
    }

    /// <summary>The metrics by epoch; null where there is no such run.</summary>
    private static async Task<IReadOnlyList<EpochMetrics>?> ReadMetricsAsync(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == id, token)) return null;
        var rows = await db.Epochs.AsNoTracking().Where(epoch => epoch.RunId == id).OrderBy(epoch => epoch.Epoch).ToListAsync(token);
        return [.. rows.Select(row => row.ToMetrics())];
    }
}
