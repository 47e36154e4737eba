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

/// <summary>The routes for the measurements of a run: metrics, events, learning curves and checkpoints.</summary>
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
    /// <remarks>
    /// Returns JSON, or CSV if the Accept header prefers <c>text/csv</c>. A number that was not finite is null in JSON and empty in CSV.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<MetricsHttpResult, ProblemHttpResult>> GetMetrics(
        Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token) =>
        await ReadMetricsAsync(id, databases, token) is { } metrics ? new MetricsHttpResult(metrics) : TrainingRunEndpoints.NotFound(id);

    /// <summary>Watches a training run</summary>
    /// <remarks>
    /// Sends the server-sent events <c>state</c>, <c>progress</c>, <c>epoch</c> and <c>end</c>. The stream starts with the first event of
    /// the run, or after the event whose id is in <c>Last-Event-ID</c> or <c>lastEventId</c>. The data of an event is JSON: the run, its
    /// progress or the metrics of an epoch. The service sends a comment as a heartbeat. The stream ends after <c>end</c>; close the
    /// connection then. If a client reconnects with the id of that event, the response has status 204. If a client without an id watches a
    /// run that has ended, the field <c>retry</c> asks it not to reconnect for an hour.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    /// <param name="lastEventIdHeader">The id of the last event that the client received. Browsers send it automatically.</param>
    /// <param name="lastEventId">The same as the header, for clients that cannot set headers. If both are sent, the header is used.</param>
    /// <response code="200">The stream of events, until the run ends.</response>
    /// <response code="204">The run has ended, and the client has received every event.</response>
    [IgnoredParameters("r")] // Some polyfills of EventSource add a random number to get past caches.
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
        var (kind, name, value) = string.IsNullOrEmpty(lastEventIdHeader)
            ? ("parameter", LastEventIdParameter, lastEventId)
            : ("header", LastEventIdHeader, lastEventIdHeader);
        var last = 0L;
        // In the HTML standard, an empty id means that no event has been received.
        if (!string.IsNullOrEmpty(value) && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out last))
        {
            var message = $"The {kind} {name} must be the id of an event, a whole number. It is '{value}'.";
            return Problems.Invalid(name, message);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        if (await FindRunAsync(db, id, token) is not { } row) return TrainingRunEndpoints.NotFound(id);
        return row.IsFinished && last >= row.EventSequence
            ? TypedResults.NoContent()
            : new EventStreamResult(feeds, id, last, TimeSpan.FromSeconds(options.Value.HeartbeatSeconds));
    }

    /// <summary>Draws the learning curves</summary>
    /// <remarks>Returns an SVG image of loss and accuracy over the epochs, for training and validation.</remarks>
    /// <param name="id">The id of the run.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "image/svg+xml")]
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetLearningCurves(
        Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await FindRunAsync(db, id, token) is not { } row) return TrainingRunEndpoints.NotFound(id);
        var metrics = (await ReadMetricsAsync(id, databases, token))!;
        CurvePoint[] points = [.. metrics.Select(ToCurvePoint)];
        var svg = LearningCurves.Draw(row.Name, row.Recipe, row.Epochs, points, row.Config.ValidationSplit);
        return TypedResults.File(Encoding.UTF8.GetBytes(svg), "image/svg+xml");
    }

    /// <summary>Lists the checkpoints</summary>
    /// <remarks>The service keeps the best checkpoint, the last one, and those that the request listed in <c>keepCheckpoints</c>.</remarks>
    /// <param name="id">The id of the run.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<Ok<IReadOnlyList<RunCheckpoint>>, ProblemHttpResult>> ListCheckpoints(
        Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await FindRunAsync(db, id, token) is not { } row) return TrainingRunEndpoints.NotFound(id);
        var checkpoints = await (
            from checkpoint in db.Checkpoints
            join epoch in db.Epochs on new { checkpoint.RunId, checkpoint.Epoch } equals new { epoch.RunId, epoch.Epoch }
            where checkpoint.RunId == id
            orderby checkpoint.Epoch
            select new { checkpoint.Epoch, checkpoint.Bytes, checkpoint.WeightsSha256, epoch.ValidationAccuracy, checkpoint.CreatedAt })
            .ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<RunCheckpoint>>([.. checkpoints.Select(checkpoint => new RunCheckpoint(
            checkpoint.Epoch,
            checkpoint.Bytes,
            checkpoint.WeightsSha256,
            checkpoint.ValidationAccuracy,
            IsBest: checkpoint.Epoch == row.BestEpoch,
            IsLast: checkpoint.Epoch == checkpoints[^1].Epoch,
            checkpoint.CreatedAt))]);
    }

    /// <summary>Downloads a checkpoint</summary>
    /// <remarks>
    /// Returns a safetensors file with the weights, the optimizer moments and the configuration. It contains everything that is needed to
    /// continue the run.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    /// <param name="epoch" example="1">The epoch at whose end the checkpoint was taken, from 1.</param>
    [ProducesResponseType(typeof(FileStream), StatusCodes.Status200OK, "application/octet-stream")]
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.CheckpointNotFound)]
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCheckpoint(
        Guid id, int epoch, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == id, token)) return TrainingRunEndpoints.NotFound(id);
        var data = await db.Checkpoints
            .Where(checkpoint => checkpoint.RunId == id && checkpoint.Epoch == epoch)
            .Select(checkpoint => checkpoint.Data)
            .FirstOrDefaultAsync(token);
        return data is not null
            ? TypedResults.File(data, "application/octet-stream", $"{id}-epoch-{epoch}.safetensors")
            : ProblemCode.CheckpointNotFound.Because(
                $"The run {id} has no checkpoint of epoch {epoch}. GET /api/v1/training-runs/{id}/checkpoints lists its checkpoints.");
    }

    private static Task<TrainingRunEntity?> FindRunAsync(MnistDb db, Guid id, CancellationToken token) =>
        db.TrainingRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, token);

    /// <summary>Reads the metrics of all epochs, in order.</summary>
    /// <returns>The metrics; null if there is no such run.</returns>
    private static async Task<IReadOnlyList<EpochMetrics>?> ReadMetricsAsync(
        Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.TrainingRuns.AnyAsync(run => run.Id == id, token)) return null;
        var rows = await db.Epochs.AsNoTracking().Where(epoch => epoch.RunId == id).OrderBy(epoch => epoch.Epoch).ToListAsync(token);
        return [.. rows.Select(row => row.ToMetrics())];
    }

    private static CurvePoint ToCurvePoint(EpochMetrics epoch) =>
        new(epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy);
}
