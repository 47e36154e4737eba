using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Entities;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Curves;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Events;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>What is measured while a run trains.</summary>
internal static class RunMeasurementEndpoints
{
    private const string LastEventIdHeader = "Last-Event-ID";
    private const string LastEventIdParameter = "lastEventId";

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
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<MetricsHttpResult, ProblemHttpResult>> GetMetrics(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        await ReadMetricsAsync(id, databases, token) is { } metrics ? new MetricsHttpResult(metrics) : TrainingRunEndpoints.NotFound(id);

    /// <summary>Watches a training run</summary>
    /// <remarks>
    /// Server-sent events <c>state</c>, <c>progress</c>, <c>epoch</c> and <c>end</c>, from the run's beginning or after the id in <c>Last-Event-ID</c> or <c>lastEventId</c>.
    /// The data is JSON: the run, its progress, or the epoch's metrics. A comment comes as a heartbeat. The stream ends after <c>end</c>: close the connection then. A client
    /// that comes back with that id gets 204 and stays away; one that asks for an ended run without an id is told by <c>retry</c> to come back in an hour only.
    /// </remarks>
    /// <param name="id">The run's id.</param>
    /// <param name="lastEventIdHeader">The id of the last event that was received. Browsers send it by themselves.</param>
    /// <param name="lastEventId">The same for clients that cannot set headers. The header, where there is one, counts.</param>
    /// <response code="200">The stream, until the run has ended.</response>
    /// <response code="204">The run has ended, and the client has every event.</response>
    [IgnoredParameters("r")] // A random number, by which some stand-ins for EventSource pass caches.
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<EventStreamResult, NoContent, ProblemHttpResult>> WatchTrainingRun(
        Guid id,
        [FromHeader(Name = LastEventIdHeader)] string? lastEventIdHeader,
        [FromQuery(Name = LastEventIdParameter)] string? lastEventId,
        IDbContextFactory<MnistDb> databases,
        RunEventFeeds feeds,
        IOptions<TrainingOptions> options,
        CancellationToken token)
    {
        var (name, value) = string.IsNullOrEmpty(lastEventIdHeader) ? ($"parameter {LastEventIdParameter}", lastEventId) : ($"header {LastEventIdHeader}", lastEventIdHeader);
        var last = 0L;
        // An empty id is none: the HTML standard's, before the first event.
        if (!string.IsNullOrEmpty(value) && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out last))
            return Problems.Invalid(new Dictionary<string, string[]> { [name.Split(' ')[1]] = [$"The {name} must be the id of an event, a whole number. It is '{value}'."] });

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token) is not { } row) return TrainingRunEndpoints.NotFound(id);
        return row.IsFinished && last >= row.EventSequence
            ? TypedResults.NoContent()
            : new EventStreamResult(feeds, id, last, TimeSpan.FromSeconds(options.Value.HeartbeatSeconds));
    }

    /// <summary>Draws the learning curves</summary>
    /// <remarks>Loss and accuracy over the epochs, as a picture (SVG).</remarks>
    /// <param name="id">The run's id.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "image/svg+xml")]
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetLearningCurves(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token) is not { } row) return TrainingRunEndpoints.NotFound(id);
        var metrics = (await ReadMetricsAsync(id, databases, token))!;
        var points = metrics.Select(epoch => new CurvePoint(epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy));
        return TypedResults.File(Encoding.UTF8.GetBytes(LearningCurves.Draw(row.Name, row.Recipe, row.Epochs, [.. points])), "image/svg+xml");
    }

    /// <summary>Lists the checkpoints</summary>
    /// <remarks>Kept are the best, the last, and those that the request asked for.</remarks>
    /// <param name="id">The run's id.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<Ok<IReadOnlyList<RunCheckpoint>>, ProblemHttpResult>> ListCheckpoints(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token) is not { } row) return TrainingRunEndpoints.NotFound(id);
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
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.CheckpointNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCheckpoint(Guid id, int epoch, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == id, token)) return TrainingRunEndpoints.NotFound(id);
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
