using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Http.Idempotency;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Storage;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>
/// The routes that start, list, cancel, resume and delete runs. <see cref="RunMeasurementEndpoints"/> has the routes for their
/// measurements.
/// </summary>
internal static class TrainingRunEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapTrainingRuns(this RouteGroupBuilder api)
    {
        var bodyLimit = new RequestSizeLimitAttribute(MaxBodyBytes);
        var runs = api.MapGroup("/training-runs").WithTags("Training runs");
        runs.MapPost("/", StartTrainingRun).WithName(nameof(StartTrainingRun)).WithMetadata(bodyLimit);
        runs.MapGet("/", ListTrainingRuns).WithName(nameof(ListTrainingRuns));
        runs.MapGet("/{id}", GetTrainingRun).WithName(nameof(GetTrainingRun));
        runs.MapPost("/{id}/cancel", CancelTrainingRun).WithName(nameof(CancelTrainingRun));
        runs.MapPost("/{id}/resume", ResumeTrainingRun).WithName(nameof(ResumeTrainingRun)).WithMetadata(bodyLimit);
        runs.MapDelete("/{id}", DeleteTrainingRun).WithName(nameof(DeleteTrainingRun));
        runs.MapRunMeasurements();
    }

    /// <summary>Starts a training run</summary>
    /// <remarks>
    /// The body names a recipe and may override any field of its configuration. The run is queued and trained in the background. Its event
    /// stream reports the progress. If the body names no dataset, the run trains on MNIST. If MNIST is not available, the run trains on
    /// synthetic digits and carries a warning.
    /// </remarks>
    /// <param name="idempotencyKey">
    /// 1 to 200 visible ASCII characters that the client chooses. If the client sends the same key and the same body again, the response is
    /// the run of the first request, and no second run starts. Two bodies are the same if their JSON values are equal; white space and the
    /// order of fields do not matter.
    /// </param>
    /// <response code="202">The run was accepted and waits for a worker.</response>
    [TrainingRunBody]
    [ProducesProblems(
        ProblemCode.MalformedJson,
        ProblemCode.ValidationFailed,
        ProblemCode.PayloadTooLarge,
        ProblemCode.UnsupportedMediaType,
        ProblemCode.IdempotencyKeyReused,
        ProblemCode.DatasetUnavailable,
        ProblemCode.QueueFull)]
    internal static async Task<Results<Accepted<TrainingRun>, ProblemHttpResult>> StartTrainingRun(
        [FromBody] JsonElement body,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        RunAcceptance acceptance,
        DatasetCatalog datasets,
        CancellationToken token)
    {
        if (JsonRequests.ErrorOf(body, idempotencyKey, """{"recipe":"lecture-mlp"}""") is { } problem) return problem;

        var key = JsonRequests.KeyOf(body, idempotencyKey);
        if (await acceptance.FindAsync(key, token) is { } earlier) return AcceptedUnder(key, earlier);

        var (request, errors) = TrainingRunRequest.Read(body);
        if (request is null) return errors.ToProblem();

        var (dataset, warnings) = await DatasetChoice.ChooseAsync(request.Dataset, datasets, token);
        if (await datasets.FindTrainingCountAsync(dataset, token) is not { } count) return DatasetEndpoints.Unavailable(datasets, dataset);
        if (ValidationErrors.OfSplit(path: "", request.Config, dataset, count) is { } invalid) return invalid;

        return await acceptance.AcceptAsync(request, dataset, warnings, key, token) is { } accepted
            ? AcceptedUnder(key, accepted)
            : QueueFull();
    }

    /// <summary>Lists training runs</summary>
    /// <remarks>
    /// The newest run comes first. The list does not contain the run of the model that ships with the service;
    /// <c>GET /api/v1/models/builtin</c> returns its id.
    /// </remarks>
    [ProducesProblems(ProblemCode.ValidationFailed)]
    internal static async Task<Results<Ok<PageOf<TrainingRun>>, ProblemHttpResult>> ListTrainingRuns(
        [AsParameters] TrainingRunListParameters parameters,
        IDbContextFactory<MnistDb> databases,
        RunReader reader,
        HttpResponse response,
        CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var runs = db.TrainingRuns.AsNoTracking()
            .Where(run => !run.IsBuiltin
                && (parameters.State == null || run.State == parameters.State)
                && (parameters.Recipe == null || run.Recipe == parameters.Recipe)
                && (parameters.Dataset == null || run.Dataset == parameters.Dataset)
                && (parameters.Sweep == null || run.SweepId == parameters.Sweep));
        var rows = await runs
            .OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id)
            .Skip(parameters.Skip).Take(parameters.Size).ToListAsync(token);
        var page = PageOf<TrainingRun>.Of(parameters, await runs.CountAsync(token), await reader.ToRunsAsync(db, rows, token));
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Gets a training run</summary>
    /// <remarks>
    /// Returns the state, the progress, the position in the queue, the remaining time, the result, the failure and the warnings.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<Ok<TrainingRun>, ProblemHttpResult>> GetTrainingRun(
        Guid id, IDbContextFactory<MnistDb> databases, RunReader reader, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await reader.FindAsync(db, id, token) is { } run ? TypedResults.Ok(run) : NotFound(id);
    }

    /// <summary>Cancels a training run</summary>
    /// <remarks>
    /// Cancels a queued, running or paused run at once. The finished epochs are kept, and the run can be resumed. If the run is cancelled
    /// already, the request changes nothing.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.RunFinished)]
    internal static async Task<Results<Ok<TrainingRun>, ProblemHttpResult>> CancelTrainingRun(
        Guid id, RunEnding ending, CancellationToken token) =>
        await ending.CancelAsync(id, token) switch
        {
            null => NotFound(id),
            { State: RunState.Cancelled } run => TypedResults.Ok(run),
            var run => ProblemCode.RunFinished.Because(
                $"The run {id} is {EnumWord.Of(run.State)} already. Only a queued, running or paused run can be cancelled."),
        };

    /// <summary>Resumes a training run</summary>
    /// <remarks>
    /// A cancelled or failed run continues from its last checkpoint, with another number of epochs if the body asks for it. The run waits
    /// at the end of the queue.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    [ProducesProblems(
        ProblemCode.MalformedJson,
        ProblemCode.ValidationFailed,
        ProblemCode.RunNotFound,
        ProblemCode.RunNotResumable,
        ProblemCode.PayloadTooLarge,
        ProblemCode.UnsupportedMediaType,
        ProblemCode.QueueFull)]
    internal static async Task<Results<Accepted<TrainingRun>, ProblemHttpResult>> ResumeTrainingRun(
        Guid id, RunResuming resuming, CancellationToken token, ResumeRequest? request = null)
    {
        return await resuming.ResumeAsync(id, request?.Epochs, token) switch
        {
            null => NotFound(id),
            { Run: { } run } => Accepted(run),
            { NotResumable: { } run } => ProblemCode.RunNotResumable.Because(WhyNotResumable(run)),
            { Errors: { } errors } => Problems.Invalid(new Dictionary<string, string[]> { ["epochs"] = [.. errors] }),
            _ => QueueFull(),
        };
    }

    /// <summary>Deletes a training run</summary>
    /// <remarks>
    /// Deletes the run with its metrics, checkpoints, model and test errors. A queued, running or paused run must be cancelled first. A run
    /// cannot be deleted while an alias points at its model.
    /// </remarks>
    /// <param name="id">The id of the run.</param>
    /// <response code="204">The run was deleted.</response>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.RunNotFinished, ProblemCode.ModelInUse)]
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteTrainingRun(
        Guid id, RunEnding ending, CancellationToken token) =>
        await ending.DeleteAsync(id, token) switch
        {
            null => NotFound(id),
            { Alias: ModelAlias.Builtin } => ProblemCode.ModelInUse.Because(
                $"The model of run {id} came with the service and cannot be deleted."),
            { Alias: { } alias } => ProblemCode.ModelInUse.Because(
                $"The alias '{alias}' points at the model of run {id}. "
                + $"Point it at another model first: PUT /api/v1/model-aliases/{alias}."),
            { State: { } state } => ProblemCode.RunNotFinished.Because(
                $"The run {id} is {EnumWord.Of(state)}. Cancel it first: POST /api/v1/training-runs/{id}/cancel."),
            _ => TypedResults.NoContent(),
        };

    internal static ProblemHttpResult NotFound(Guid id) =>
        ProblemCode.RunNotFound.Because($"There is no training run {id}. GET /api/v1/training-runs lists the existing runs.");

    private static ProblemHttpResult QueueFull() => ProblemCode.QueueFull.Because(
        "The queue is full. Wait until some runs have ended, or cancel some. The setting Training:MaxQueuedRuns is the limit.");

    /// <summary>The accepted run, or a problem if the key belongs to another request.</summary>
    private static Results<Accepted<TrainingRun>, ProblemHttpResult> AcceptedUnder(IdempotencyKey? key, AcceptedRun accepted) =>
        key?.RequestSha256 == accepted.RequestSha256
            ? Accepted(accepted.Run)
            : ProblemCode.IdempotencyKeyReused.Because(
                $"The key '{key?.Key}' was used for run {accepted.Run.Id} with another body. Use a new key for a new run.");

    private static string WhyNotResumable(TrainingRunEntity run) => run.State == RunState.Paused
        ? $"The run {run.Id} is paused. It waits for the other runs of its round of sweep {run.SweepId}. "
            + "If it is among the best, it continues by itself."
        : $"The run {run.Id} is {EnumWord.Of(run.State)}. Only a cancelled or failed run can be resumed. Start a new run instead.";

    private static Accepted<TrainingRun> Accepted(TrainingRun run) => TypedResults.Accepted($"/api/v1/training-runs/{run.Id}", run);
}
