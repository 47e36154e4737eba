using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MnistApi.Datasets;
using MnistApi.Http.Errors;
using MnistApi.Http.Idempotency;
using MnistApi.Http.Parameters;
using MnistApi.Storage;
using MnistApi.Sweeps.Contracts;
using MnistApi.Sweeps.Entities;
using MnistApi.Sweeps.Lifecycle;
using MnistApi.Sweeps.Queries;
using MnistApi.Sweeps.Requests;
using MnistApi.Training.Text;
using MnistApi.TrainingRuns.Endpoints;

namespace MnistApi.Sweeps.Endpoints;

/// <summary>Starting, watching and ending sweeps.</summary>
internal static class SweepEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapSweeps(this RouteGroupBuilder api)
    {
        var sweeps = api.MapGroup("/sweeps").WithTags("Sweeps");
        sweeps.MapPost("/", StartSweep).WithName(nameof(StartSweep)).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        sweeps.MapGet("/", ListSweeps).WithName(nameof(ListSweeps));
        sweeps.MapGet("/{id}", GetSweep).WithName(nameof(GetSweep));
        sweeps.MapGet("/{id}/runs", ListSweepRuns).WithName(nameof(ListSweepRuns));
        sweeps.MapPost("/{id}/cancel", CancelSweep).WithName(nameof(CancelSweep));
        sweeps.MapDelete("/{id}", DeleteSweep).WithName(nameof(DeleteSweep));
    }

    /// <summary>Starts a sweep</summary>
    /// <remarks>
    /// Names a recipe, what all runs override, and what differs between them: lists of values or ranges, combined as a grid or drawn at random. All runs are queued at once and spread over
    /// the workers. They train with the same seed, so that they differ by their parameters only. With <c>halving</c> all train a few epochs, the best go on, and so on; the result does not depend on the number of workers.
    /// </remarks>
    /// <param name="idempotencyKey">Up to 200 visible ASCII characters of the client's choice. The same key with the same body gives the sweep of the first time. Bodies are the same if their JSON has the same values, however it is written.</param>
    /// <response code="202">The sweep, whose runs wait for workers.</response>
    [SweepBody]
    [ProducesProblems(ProblemCode.MalformedJson, ProblemCode.ValidationFailed, ProblemCode.PayloadTooLarge, ProblemCode.UnsupportedMediaType, ProblemCode.IdempotencyKeyReused, ProblemCode.DatasetUnavailable, ProblemCode.QueueFull)]
    internal static async Task<Results<Accepted<Sweep>, ProblemHttpResult>> StartSweep(
        [FromBody] JsonElement body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, SweepAcceptance acceptance, IDbContextFactory<MnistDb> databases, DatasetCatalog datasets, CancellationToken token)
    {
        if (JsonRequests.ErrorOf(body, idempotencyKey, """{"recipe":"mlp","parameters":{"batchSize":[32,64]}}""") is { } fault) return fault;

        var key = JsonRequests.KeyOf(body, idempotencyKey);
        if (await acceptance.FindAsync(key, token) is { } earlier) return await AcceptedUnderAsync(key, earlier, databases, token);

        var (request, faults) = SweepRequestReader.Read(body, Random.Shared.NextInt64(int.MaxValue));
        if (request is null) return Problems.Invalid(faults.GroupBy(found => found.Field, found => found.Message).ToDictionary(field => field.Key, field => field.ToArray()));

        var (dataset, warnings) = await TrainingRunEndpoints.ChooseDatasetAsync(request.First.Dataset, datasets, token);
        if (await datasets.FindTrainingCountAsync(dataset, token) is not { } count) return DatasetEndpoints.Unavailable(datasets, dataset);
        if (request.First.Config.ValidationSize >= count)
            return Problems.Invalid(new Dictionary<string, string[]> { ["overrides.validationSize"] = [$"The field overrides.validationSize must be between 1 and {count - 1}, because the dataset {dataset} has {count} training images. It is {request.First.Config.ValidationSize}."] });

        return await acceptance.AcceptAsync(request, dataset, warnings, key, token) is { } accepted
            ? await AcceptedUnderAsync(key, accepted, databases, CancellationToken.None)
            : QueueFull(request.Points.Count);
    }

    /// <summary>Lists sweeps</summary>
    /// <remarks>The newest first.</remarks>
    [ProducesProblems(ProblemCode.ValidationFailed)]
    internal static async Task<Results<Ok<PageOf<Sweep>>, ProblemHttpResult>> ListSweeps(
        [AsParameters] SweepListParameters parameters, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var sweeps = db.Sweeps.AsNoTracking().Where(sweep => parameters.State == null || sweep.State == parameters.State);
        var rows = await sweeps.OrderByDescending(sweep => sweep.CreatedAt).ThenByDescending(sweep => sweep.Id).Skip(parameters.Skip).Take(parameters.Size).ToListAsync(token);
        var page = PageOf<Sweep>.Of(parameters, await sweeps.CountAsync(token), await db.ReadSweepsAsync(rows, token));
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Gets a sweep</summary>
    /// <remarks>Its state, progress, rounds, and the best run so far with the intervals of its accuracies.</remarks>
    /// <param name="id">The sweep's id.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound)]
    internal static async Task<Results<Ok<Sweep>, ProblemHttpResult>> GetSweep(Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindSweepAsync(id, token) is { } sweep ? TypedResults.Ok(sweep) : NotFound(id);
    }

    /// <summary>Lists the runs of a sweep, the best first</summary>
    /// <remarks>The leaderboard: by the validation accuracy of each run's best epoch so far, then by its validation loss. What is <c>withinNoise</c> may be as good as the best. The test images have no part in the order.</remarks>
    /// <param name="id">The sweep's id.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound)]
    internal static async Task<Results<Ok<PageOf<SweepRun>>, ProblemHttpResult>> ListSweepRuns(
        Guid id, [AsParameters] PageParameters parameters, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.ReadSweepRunsAsync(id, parameters, token) is not { } page) return NotFound(id);
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Cancels a sweep</summary>
    /// <remarks>At once, with all its runs that have not ended; what they had finished is kept, and each can be resumed by itself. Cancelling it again changes nothing.</remarks>
    /// <param name="id">The sweep's id.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound, ProblemCode.SweepFinished)]
    internal static async Task<Results<Ok<Sweep>, ProblemHttpResult>> CancelSweep(Guid id, SweepEnding ending, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (await ending.CancelAsync(id, token) is { } state and (SweepState.Succeeded or SweepState.Failed))
            return ProblemCode.SweepFinished.Because($"The sweep {id} is {EnumWord.Of(state)} already; only one that runs can be cancelled.");
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindSweepAsync(id, token) is { } sweep ? TypedResults.Ok(sweep) : NotFound(id);
    }

    /// <summary>Deletes a sweep</summary>
    /// <remarks>With its runs and all they own. One that runs must be cancelled first; one with a model that an alias points at stays.</remarks>
    /// <param name="id">The sweep's id.</param>
    /// <response code="204">It is gone.</response>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound, ProblemCode.SweepNotFinished, ProblemCode.ModelInUse)]
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteSweep(Guid id, SweepEnding ending, CancellationToken token) =>
        await ending.DeleteAsync(id, token) switch
        {
            null => NotFound(id),
            { Alias: { } alias, RunId: var run } => ProblemCode.ModelInUse.Because($"The alias '{alias}' points at the model of run {run}, which is one of the sweep's. Point it at another model first: PUT /api/v1/model-aliases/{alias}."),
            { RunId: { } run } => ProblemCode.SweepNotFinished.Because($"The sweep {id} has ended, but its run {run}, which was resumed, has not. Cancel it first: POST /api/v1/training-runs/{run}/cancel."),
            { State: { } state } => ProblemCode.SweepNotFinished.Because($"The sweep {id} is {EnumWord.Of(state)}. Cancel it first: POST /api/v1/sweeps/{id}/cancel."),
            _ => TypedResults.NoContent(),
        };

    private static ProblemHttpResult NotFound(Guid id) => ProblemCode.SweepNotFound.Because($"There is no sweep {id}. GET /api/v1/sweeps lists those there are.");

    private static ProblemHttpResult QueueFull(int runs) =>
        ProblemCode.QueueFull.Because($"The sweep's {runs} runs do not fit into the queue. Wait until some runs are done, cancel some, or make the sweep smaller; Training:MaxQueuedRuns is the limit.");

    /// <summary>The sweep of this request, unless its key belongs to another one.</summary>
    private static async Task<Results<Accepted<Sweep>, ProblemHttpResult>> AcceptedUnderAsync(
        IdempotencyKey? key, AcceptedSweep accepted, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (key?.RequestSha256 != accepted.RequestSha256)
            return ProblemCode.IdempotencyKeyReused.Because($"The key '{key?.Key}' was used for sweep {accepted.Id} with another body. Use another key for another sweep.");
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindSweepAsync(accepted.Id, token) is { } sweep ? TypedResults.Accepted($"/api/v1/sweeps/{sweep.Id}", sweep) : NotFound(accepted.Id);
    }
}
