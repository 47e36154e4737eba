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
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Queries;
using MnistApi.TrainingRuns.Requests;

namespace MnistApi.TrainingRuns.Endpoints;

/// <summary>Starting, watching and ending runs. Their measurements: <see cref="RunMeasurementEndpoints"/>.</summary>
internal static class TrainingRunEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapTrainingRuns(this RouteGroupBuilder api)
    {
        var runs = api.MapGroup("/training-runs").WithTags("Training runs");
        runs.MapPost("/", StartTrainingRun).WithName(nameof(StartTrainingRun)).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        runs.MapGet("/", ListTrainingRuns).WithName(nameof(ListTrainingRuns));
        runs.MapGet("/{id}", GetTrainingRun).WithName(nameof(GetTrainingRun));
        runs.MapPost("/{id}/cancel", CancelTrainingRun).WithName(nameof(CancelTrainingRun));
        runs.MapPost("/{id}/resume", ResumeTrainingRun).WithName(nameof(ResumeTrainingRun)).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        runs.MapDelete("/{id}", DeleteTrainingRun).WithName(nameof(DeleteTrainingRun));
        runs.MapRunMeasurements();
    }

    /// <summary>Starts a training run</summary>
    /// <remarks>
    /// Names a recipe and overrides any field of its configuration. The run is queued and trained in the background; follow it by its events.
    /// Where no dataset is named it trains on MNIST, or on synthetic digits where MNIST is not here, and then says so in a warning.
    /// </remarks>
    /// <param name="idempotencyKey">Up to 200 visible ASCII characters of the client's choice. The same key with the same body gives the run of the first time. Bodies are the same if their JSON has the same values, however it is written.</param>
    /// <response code="202">The run, which waits for a worker.</response>
    [TrainingRunBody]
    [ProducesProblems(ProblemCode.MalformedJson, ProblemCode.ValidationFailed, ProblemCode.PayloadTooLarge, ProblemCode.UnsupportedMediaType, ProblemCode.IdempotencyKeyReused, ProblemCode.DatasetUnavailable, ProblemCode.QueueFull)]
    internal static async Task<Results<Accepted<TrainingRun>, ProblemHttpResult>> StartTrainingRun(
        [FromBody] JsonElement body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, RunAcceptance acceptance, DatasetCatalog datasets, CancellationToken token)
    {
        if (JsonRequests.ErrorOf(body, idempotencyKey, """{"recipe":"lecture-mlp"}""") is { } fault) return fault;

        var key = JsonRequests.KeyOf(body, idempotencyKey);
        if (await acceptance.FindAsync(key, token) is { } earlier) return AcceptedUnder(key, earlier);

        var (request, faults) = TrainingRunRequest.Read(body);
        if (request is null) return Problems.Invalid(faults.GroupBy(fault => fault.Field, fault => fault.Message).ToDictionary(field => field.Key, field => field.ToArray()));

        var (dataset, warnings) = await ChooseDatasetAsync(request.Dataset, datasets, token);
        if (await datasets.FindTrainingCountAsync(dataset, token) is not { } count) return DatasetEndpoints.Unavailable(datasets, dataset);
        if (request.Config.ValidationSize >= count)
            return Problems.Invalid(new Dictionary<string, string[]> { ["validationSize"] = [$"The field validationSize must be between 1 and {count - 1}, because the dataset {dataset} has {count} training images. It is {request.Config.ValidationSize}."] });

        return await acceptance.AcceptAsync(request, dataset, warnings, key, token) is { } accepted ? AcceptedUnder(key, accepted) : QueueFull();
    }

    /// <summary>Lists training runs</summary>
    /// <remarks>The newest first. That of the model which came with the service is not listed; <c>GET /api/v1/models/builtin</c> has its id.</remarks>
    [ProducesProblems(ProblemCode.ValidationFailed)]
    internal static async Task<Results<Ok<PageOf<TrainingRun>>, ProblemHttpResult>> ListTrainingRuns(
        [AsParameters] TrainingRunListParameters parameters, IDbContextFactory<MnistDb> databases, RunReader reader, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var runs = db.TrainingRuns.AsNoTracking()
            .Where(run => !run.IsBuiltin
                && (parameters.State == null || run.State == parameters.State)
                && (parameters.Recipe == null || run.Recipe == parameters.Recipe)
                && (parameters.Dataset == null || run.Dataset == parameters.Dataset)
                && (parameters.Sweep == null || run.SweepId == parameters.Sweep));
        var rows = await runs.OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id).Skip(parameters.Skip).Take(parameters.Size).ToListAsync(token);
        var page = PageOf<TrainingRun>.Of(parameters, await runs.CountAsync(token), await reader.ToRunsAsync(db, rows, token));
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Gets a training run</summary>
    /// <remarks>Its state, progress, place in the queue, time to go, result, failure and warnings.</remarks>
    /// <param name="id">The run's id.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound)]
    internal static async Task<Results<Ok<TrainingRun>, ProblemHttpResult>> GetTrainingRun(Guid id, IDbContextFactory<MnistDb> databases, RunReader reader, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await reader.FindAsync(db, id, token) is { } run ? TypedResults.Ok(run) : NotFound(id);
    }

    /// <summary>Cancels a training run</summary>
    /// <remarks>A run that waits, trains or is paused is cancelled at once and can be resumed. What it had finished is kept. Cancelling it again changes nothing.</remarks>
    /// <param name="id">The run's id.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.RunFinished)]
    internal static async Task<Results<Ok<TrainingRun>, ProblemHttpResult>> CancelTrainingRun(Guid id, RunEnding ending, CancellationToken token) =>
        await ending.CancelAsync(id, token) switch
        {
            null => NotFound(id),
            { State: RunState.Cancelled } run => TypedResults.Ok(run),
            var run => ProblemCode.RunFinished.Because($"The run {id} is {EnumWord.Of(run.State)} already; only one that waits or trains can be cancelled."),
        };

    /// <summary>Resumes a training run</summary>
    /// <remarks>A cancelled or failed run goes on from its last checkpoint, with more epochs where wanted. It waits at the end of the queue.</remarks>
    /// <param name="id">The run's id.</param>
    [ProducesProblems(ProblemCode.MalformedJson, ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.RunNotResumable, ProblemCode.PayloadTooLarge, ProblemCode.UnsupportedMediaType, ProblemCode.QueueFull)]
    internal static async Task<Results<Accepted<TrainingRun>, ProblemHttpResult>> ResumeTrainingRun(Guid id, RunResuming resuming, CancellationToken token, ResumeRequest? request = null)
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
    /// <remarks>With its metrics, checkpoints, model and test errors. A run that waits or trains must be cancelled first; one whose model an alias points at stays.</remarks>
    /// <param name="id">The run's id.</param>
    /// <response code="204">It is gone.</response>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.RunNotFound, ProblemCode.RunNotFinished, ProblemCode.ModelInUse)]
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteTrainingRun(Guid id, RunEnding ending, CancellationToken token) =>
        await ending.DeleteAsync(id, token) switch
        {
            null => NotFound(id),
            { Alias: ModelAlias.Builtin } => ProblemCode.ModelInUse.Because($"The run {id} is that of the model that came with the service, which stays."),
            { Alias: { } alias } => ProblemCode.ModelInUse.Because($"The alias '{alias}' points at the model of run {id}. Point it at another model first: PUT /api/v1/model-aliases/{alias}."),
            { State: { } state } => ProblemCode.RunNotFinished.Because($"The run {id} is {EnumWord.Of(state)}. Cancel it first: POST /api/v1/training-runs/{id}/cancel."),
            _ => TypedResults.NoContent(),
        };

    internal static ProblemHttpResult NotFound(Guid id) =>
        ProblemCode.RunNotFound.Because($"There is no training run {id}. GET /api/v1/training-runs lists those there are.");

    internal static ProblemHttpResult QueueFull() =>
        ProblemCode.QueueFull.Because("Too many runs wait already. Wait until some are done, or cancel some; Training:MaxQueuedRuns is the limit.");

    /// <summary>What to train on where the request names it or not.</summary>
    internal static async Task<(string Dataset, IReadOnlyList<RunWarning> Warnings)> ChooseDatasetAsync(string? named, DatasetCatalog datasets, CancellationToken token)
    {
        if (named is not null) return (named, []);
        if (await datasets.FindAsync(MnistDataset.Name, token) is not null) return (MnistDataset.Name, []);
        return (SyntheticDigits.Name, [new RunWarning(RunWarningCode.SyntheticDataset, "No dataset was named and MNIST is not here, so the run trains on synthetic digits. GET /api/v1/datasets says why, and what to do.")]);
    }

    /// <summary>The run of this request, unless its key belongs to another one.</summary>
    private static Results<Accepted<TrainingRun>, ProblemHttpResult> AcceptedUnder(IdempotencyKey? key, AcceptedRun accepted) =>
        key?.RequestSha256 == accepted.RequestSha256
            ? Accepted(accepted.Run)
            : ProblemCode.IdempotencyKeyReused.Because($"The key '{key?.Key}' was used for run {accepted.Run.Id} with another body. Use another key for another run.");

    private static string WhyNotResumable(TrainingRunEntity run) => run.State == RunState.Paused
        ? $"The run {run.Id} is paused: it waits for the other runs of its round of sweep {run.SweepId}, and continues by itself if it is among the best."
        : $"The run {run.Id} is {EnumWord.Of(run.State)}; only a cancelled or failed run can be resumed. Start a new run instead.";

    private static Accepted<TrainingRun> Accepted(TrainingRun run) => TypedResults.Accepted($"/api/v1/training-runs/{run.Id}", run);
}
