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

/// <summary>The routes that start, list, cancel and delete sweeps.</summary>
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
    /// The body names a recipe, the fields that all runs override, and the fields that differ between the runs. Each of the latter has a
    /// list of values or a range. The values are combined as a grid or drawn at random. All runs are queued at once, and several workers
    /// can share them. All runs use the same seed, so that only the parameters differ. With <c>halving</c>, all runs train for a few
    /// epochs, the best continue, and so on. The result does not depend on the number of workers.
    /// </remarks>
    /// <param name="idempotencyKey">
    /// 1 to 200 visible ASCII characters that the client chooses. If the client sends the same key and the same body again, the response is
    /// the sweep of the first request, and no second sweep starts. Two bodies are the same if their JSON values are equal; white space and
    /// the order of fields do not matter.
    /// </param>
    /// <response code="202">The sweep was accepted, and its runs wait for workers.</response>
    [SweepBody]
    [ProducesProblems(
        ProblemCode.MalformedJson,
        ProblemCode.ValidationFailed,
        ProblemCode.PayloadTooLarge,
        ProblemCode.UnsupportedMediaType,
        ProblemCode.IdempotencyKeyReused,
        ProblemCode.DatasetUnavailable,
        ProblemCode.QueueFull)]
    internal static async Task<Results<Accepted<Sweep>, ProblemHttpResult>> StartSweep(
        [FromBody] JsonElement body,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        SweepAcceptance acceptance,
        IDbContextFactory<MnistDb> databases,
        DatasetCatalog datasets,
        CancellationToken token)
    {
        if (JsonRequests.ErrorOf(body, idempotencyKey, """{"recipe":"mlp","parameters":{"batchSize":[32,64]}}""") is { } problem)
            return problem;

        var key = JsonRequests.KeyOf(body, idempotencyKey);
        if (await acceptance.FindAsync(key, token) is { } earlier) return await AcceptedUnderAsync(key, earlier, databases, token);

        var (request, errors) = SweepRequestReader.Read(body, Random.Shared.NextInt64(int.MaxValue));
        if (request is null) return errors.ToProblem();

        var (dataset, warnings) = await DatasetChoice.ChooseAsync(request.First.Dataset, datasets, token);
        if (await datasets.FindTrainingCountAsync(dataset, token) is not { } count) return DatasetEndpoints.Unavailable(datasets, dataset);
        if (ValidationErrors.OfSplit("overrides.", request.First.Config, dataset, count) is { } invalid) return invalid;

        return await acceptance.AcceptAsync(request, dataset, warnings, key, token) is { } accepted
            ? await AcceptedUnderAsync(key, accepted, databases, CancellationToken.None)
            : QueueFull(request.Points.Count);
    }

    /// <summary>Lists sweeps</summary>
    /// <remarks>The newest sweep comes first.</remarks>
    [ProducesProblems(ProblemCode.ValidationFailed)]
    internal static async Task<Results<Ok<PageOf<Sweep>>, ProblemHttpResult>> ListSweeps(
        [AsParameters] SweepListParameters parameters, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var sweeps = db.Sweeps.AsNoTracking().Where(sweep => parameters.State == null || sweep.State == parameters.State);
        var rows = await sweeps
            .OrderByDescending(sweep => sweep.CreatedAt).ThenByDescending(sweep => sweep.Id)
            .Skip(parameters.Skip).Take(parameters.Size).ToListAsync(token);
        var page = PageOf<Sweep>.Of(parameters, await sweeps.CountAsync(token), await db.ReadSweepsAsync(rows, token));
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Gets a sweep</summary>
    /// <remarks>
    /// Returns the state, the progress, the rounds, and the best run so far with the confidence intervals of its accuracies.
    /// </remarks>
    /// <param name="id">The id of the sweep.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound)]
    internal static async Task<Results<Ok<Sweep>, ProblemHttpResult>> GetSweep(
        Guid id, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindSweepAsync(id, token) is { } sweep ? TypedResults.Ok(sweep) : NotFound(id);
    }

    /// <summary>Lists the runs of a sweep, the best first</summary>
    /// <remarks>
    /// Returns the leaderboard. Runs are ordered by the validation accuracy of their best epoch so far, and then by its validation loss. A
    /// run with <c>withinNoise</c> may be as good as the best run. The test images do not affect the order.
    /// </remarks>
    /// <param name="id">The id of the sweep.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound)]
    internal static async Task<Results<Ok<PageOf<SweepRun>>, ProblemHttpResult>> ListSweepRuns(
        Guid id,
        [AsParameters] PageParameters parameters,
        IDbContextFactory<MnistDb> databases,
        HttpResponse response,
        CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.ReadSweepRunsAsync(id, parameters, token) is not { } page) return NotFound(id);
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Cancels a sweep</summary>
    /// <remarks>
    /// Cancels the sweep and all its runs that have not ended, at once. The finished epochs are kept, and each run can be resumed by
    /// itself. If the sweep is cancelled already, the request changes nothing.
    /// </remarks>
    /// <param name="id">The id of the sweep.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound, ProblemCode.SweepFinished)]
    internal static async Task<Results<Ok<Sweep>, ProblemHttpResult>> CancelSweep(
        Guid id, SweepEnding ending, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (await ending.CancelAsync(id, token) is { } state and (SweepState.Succeeded or SweepState.Failed))
            return ProblemCode.SweepFinished.Because(
                $"The sweep {id} is {EnumWord.Of(state)} already. Only a running sweep can be cancelled.");
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindSweepAsync(id, token) is { } sweep ? TypedResults.Ok(sweep) : NotFound(id);
    }

    /// <summary>Deletes a sweep</summary>
    /// <remarks>
    /// Deletes the sweep with its runs and all their data. A running sweep must be cancelled first. A sweep cannot be deleted while an
    /// alias points at one of its models.
    /// </remarks>
    /// <param name="id">The id of the sweep.</param>
    /// <response code="204">The sweep was deleted.</response>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.SweepNotFound, ProblemCode.SweepNotFinished, ProblemCode.ModelInUse)]
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteSweep(Guid id, SweepEnding ending, CancellationToken token) =>
        await ending.DeleteAsync(id, token) switch
        {
            null => NotFound(id),
            { Alias: { } alias, RunId: var run } => ProblemCode.ModelInUse.Because(
                $"The alias '{alias}' points at the model of run {run}, which belongs to the sweep. "
                + $"Point it at another model first: PUT /api/v1/model-aliases/{alias}."),
            { RunId: { } run } => ProblemCode.SweepNotFinished.Because(
                $"The sweep {id} has ended, but its run {run} was resumed and has not ended. "
                + $"Cancel it first: POST /api/v1/training-runs/{run}/cancel."),
            { State: { } state } => ProblemCode.SweepNotFinished.Because(
                $"The sweep {id} is {EnumWord.Of(state)}. Cancel it first: POST /api/v1/sweeps/{id}/cancel."),
            _ => TypedResults.NoContent(),
        };

    private static ProblemHttpResult NotFound(Guid id) =>
        ProblemCode.SweepNotFound.Because($"There is no sweep {id}. GET /api/v1/sweeps lists the existing sweeps.");

    private static ProblemHttpResult QueueFull(int runs) => ProblemCode.QueueFull.Because(
        $"The {runs} runs of the sweep do not fit into the queue. Wait until some runs have ended, cancel some, or make the sweep smaller. "
        + "The setting Training:MaxQueuedRuns is the limit.");

    /// <summary>The accepted sweep, or a problem if the key belongs to another request.</summary>
    private static async Task<Results<Accepted<Sweep>, ProblemHttpResult>> AcceptedUnderAsync(
        IdempotencyKey? key, AcceptedSweep accepted, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (key?.RequestSha256 != accepted.RequestSha256)
            return ProblemCode.IdempotencyKeyReused.Because(
                $"The key '{key?.Key}' was used for sweep {accepted.Id} with another body. Use a new key for a new sweep.");
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindSweepAsync(accepted.Id, token) is { } sweep
            ? TypedResults.Accepted($"/api/v1/sweeps/{sweep.Id}", sweep)
            : NotFound(accepted.Id);
    }
}
