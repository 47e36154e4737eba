using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MnistApi.Http.Errors;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Aliases;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Entities;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Storage;
using MnistApi.Training.Text;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>Names that point at models.</summary>
internal static class ModelAliasEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapModelAliases(this RouteGroupBuilder api)
    {
        var aliases = api.MapGroup("/model-aliases").WithTags("Models");
        aliases.MapGet("/", ListModelAliases).WithName(nameof(ListModelAliases));
        aliases.MapGet("/{alias}", GetModelAlias).WithName(nameof(GetModelAlias));
        aliases.MapPut("/{alias}", SetModelAlias).WithName(nameof(SetModelAlias)).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        aliases.MapGet("/{alias}/history", ListAliasHistory).WithName(nameof(ListAliasHistory));
        aliases.MapPost("/{alias}/revert", RevertModelAlias).WithName(nameof(RevertModelAlias));
    }

    /// <summary>Lists the aliases</summary>
    /// <remarks>By name. <c>champion</c> is what predictions use unless told otherwise.</remarks>
    internal static async Task<Ok<IReadOnlyList<ModelAlias>>> ListModelAliases(IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await db.ModelAliases.AsNoTracking().OrderBy(alias => alias.Alias).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<ModelAlias>>([.. rows.Select(ToAlias)]);
    }

    /// <summary>Gets an alias</summary>
    /// <remarks>Which model it points at, and since when.</remarks>
    /// <param name="alias" example="champion">Its name.</param>
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<ModelAlias>, ProblemHttpResult>> GetModelAlias(string alias, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindAliasAsync(alias, token) is { } row ? TypedResults.Ok(ToAlias(row)) : NotFound(alias);
    }

    /// <summary>Points an alias at a model</summary>
    /// <remarks>
    /// Makes the alias where there is none. From the answer on, requests that name the alias use that model; none fails meanwhile.
    /// Before that the model is tried and compared with the one that the alias points at: the same dataset and split, a validation accuracy that is not lower,
    /// a prediction, its checksum. What was found is the <c>report</c> of the answer. Where a check is not passed nothing changes, and the report stands in the problem. <c>force</c>,
    /// with a <c>reason</c>, overrides the comparisons, but not a model that does not work.
    /// </remarks>
    /// <param name="alias" example="champion">1 to 64 characters of a-z, 0-9 and -. No GUID, and not <c>builtin</c> or <c>compare</c>.</param>
    [ProducesProblems(ProblemCode.MalformedJson, ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.GateFailed, ProblemCode.PayloadTooLarge, ProblemCode.UnsupportedMediaType)]
    internal static async Task<Results<Ok<ModelAliasChange>, ProblemHttpResult>> SetModelAlias(
        string alias, ModelAliasRequest request, AliasSwitch aliases, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (!AliasName.IsValid(alias)) return InvalidName(alias);
        if (FaultOfReason(request) is { } fault) return Problems.Invalid(new Dictionary<string, string[]> { ["reason"] = [fault] });

        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.NamedModels(request.ModelId).Select(model => (Guid?)model.Id).FirstOrDefaultAsync(token) is not { } modelId) return ModelProblems.NotFound(request.ModelId);
        return await aliases.SetAsync(alias, modelId, request.Force, request.Reason, token) switch
        {
            null => ModelProblems.NotFound($"{modelId}"),
            { Change: { } change } => TypedResults.Ok(change),
            var refused => Refused(alias, refused.Report!),
        };
    }

    /// <summary>Lists the changes of an alias</summary>
    /// <remarks>The newest first, each with what the gate found.</remarks>
    /// <param name="alias" example="champion">Its name.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<PageOf<AliasHistoryEntry>>, ProblemHttpResult>> ListAliasHistory(
        string alias, [AsParameters] PageParameters paging, IDbContextFactory<MnistDb> databases, HttpResponse response, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindAliasAsync(alias, token) is null) return NotFound(alias);

        var changes = db.ModelAliasChanges.AsNoTracking().Where(change => change.Alias == alias);
        var rows = await changes.OrderByDescending(change => change.Number).Skip(paging.Skip).Take(paging.Size).ToListAsync(token);
        var page = PageOf<AliasHistoryEntry>.Of(paging, await changes.CountAsync(token), [.. rows.Select(row => row.ToEntry())]);
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Takes back the last change of an alias</summary>
    /// <remarks>
    /// Points it at the model it had before. Asked for again, it takes back the change before that, and so on to the first; a change that follows can be taken back as any other.
    /// The model is tried, but not compared: going back must work when it is needed.
    /// </remarks>
    /// <param name="alias" example="champion">Its name.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.NothingToRevert, ProblemCode.GateFailed)]
    internal static async Task<Results<Ok<ModelAliasChange>, ProblemHttpResult>> RevertModelAlias(string alias, AliasSwitch aliases, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (!AliasName.IsValid(alias)) return InvalidName(alias);
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindAliasAsync(alias, token) is null) return NotFound(alias);

        return await aliases.RevertAsync(alias, token) switch
        {
            { Change: { } change } => TypedResults.Ok(change),
            { Report: { } report } => Refused(alias, report),
            { GoneModelId: { } gone } => ProblemCode.NothingToRevert.Because($"The alias '{alias}' pointed at model {gone} before, which was deleted. Name another: PUT /api/v1/model-aliases/{alias}."),
            _ => ProblemCode.NothingToRevert.Because($"The alias '{alias}' has no change left to take back. GET /api/v1/model-aliases/{alias}/history lists them; to point it at any other model: PUT /api/v1/model-aliases/{alias}."),
        };
    }

    private static string? FaultOfReason(ModelAliasRequest request) => request switch
    {
        { Reason.Length: > ModelAliasRequest.MaxReasonLength } => $"The field reason must have at most {ModelAliasRequest.MaxReasonLength} characters. It has {request.Reason.Length}.",
        { Force: true } when string.IsNullOrWhiteSpace(request.Reason) => $"The field reason must say why, because force is true. It is {(request.Reason is null ? "missing" : "empty")}.",
        _ => null,
    };

    private static ModelAlias ToAlias(ModelAliasEntity row) => new(row.Alias, row.ModelId, row.UpdatedAt);

    private static ProblemHttpResult Refused(string alias, GateReport report)
    {
        var whatToDo = report.Allows(isForced: true)
            ? "Train a better one, or override this: {\"force\":true,\"reason\":\"…\"}."
            : "Choose another model: force does not help one that does not work.";
        return ProblemCode.GateFailed.Because($"The alias '{alias}' stays where it is: model {report.CandidateId} does not pass. {report.Faults} {whatToDo}", ("report", report));
    }

    private static ProblemHttpResult NotFound(string alias) =>
        ProblemCode.ModelNotFound.Because($"There is no alias '{TruncatedText.Of(alias)}'. GET /api/v1/model-aliases lists them.");

    private static ProblemHttpResult InvalidName(string alias) => Problems.Invalid(new Dictionary<string, string[]>
    {
        ["alias"] = [$"The parameter alias must have {AliasName.Rule}. It is '{TruncatedText.Of(alias)}'."],
    });
}
