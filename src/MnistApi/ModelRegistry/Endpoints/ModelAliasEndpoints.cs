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

/// <summary>The routes of aliases, which are names that point at models.</summary>
internal static class ModelAliasEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapModelAliases(this RouteGroupBuilder api)
    {
        var aliases = api.MapGroup("/model-aliases").WithTags("Models");
        aliases.MapGet("/", ListModelAliases).WithName(nameof(ListModelAliases));
        aliases.MapGet("/{alias}", GetModelAlias).WithName(nameof(GetModelAlias));
        aliases.MapPut("/{alias}", SetModelAlias).WithName(nameof(SetModelAlias))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        aliases.MapGet("/{alias}/history", ListAliasHistory).WithName(nameof(ListAliasHistory));
        aliases.MapPost("/{alias}/revert", RevertModelAlias).WithName(nameof(RevertModelAlias));
    }

    /// <summary>Lists the aliases</summary>
    /// <remarks>
    /// In alphabetical order. <c>champion</c> is the model that answers predictions unless the request names another one.
    /// </remarks>
    internal static async Task<Ok<IReadOnlyList<ModelAlias>>> ListModelAliases(
        IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await db.ModelAliases.AsNoTracking().OrderBy(alias => alias.Alias).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<ModelAlias>>([.. rows.Select(ToAlias)]);
    }

    /// <summary>Gets an alias</summary>
    /// <remarks>Returns the model that the alias points at and the time of the last change.</remarks>
    /// <param name="alias" example="champion">The name of the alias.</param>
    [ProducesProblems(ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<ModelAlias>, ProblemHttpResult>> GetModelAlias(
        string alias, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.FindAliasAsync(alias, token) is { } row ? TypedResults.Ok(ToAlias(row)) : NotFound(alias);
    }

    /// <summary>Points an alias at a model</summary>
    /// <remarks>
    /// Creates the alias if it does not exist. Once the response is sent, every request that names the alias uses the new model. No request
    /// fails during the change. First, the model must pass the gate. The gate compares it with the current model of the alias: the dataset,
    /// the validation split and the validation accuracy. It also checks that the evaluation is plausible, that the model predicts, and that
    /// its weights are unchanged. If a check fails, the alias does not change, and the response is the problem <c>gateFailed</c>. In both
    /// cases, <c>report</c> has the result of each check. <c>force</c>, with a <c>reason</c>, overrides the comparisons, but not the other
    /// checks.
    /// </remarks>
    /// <param name="alias" example="champion">
    /// The name of the alias: 1 to 64 characters of a-z, 0-9 and -. It must not be a GUID, <c>builtin</c> or <c>compare</c>.
    /// </param>
    [ProducesProblems(
        ProblemCode.MalformedJson,
        ProblemCode.ValidationFailed,
        ProblemCode.ModelNotFound,
        ProblemCode.GateFailed,
        ProblemCode.PayloadTooLarge,
        ProblemCode.UnsupportedMediaType)]
    internal static async Task<Results<Ok<ModelAliasChange>, ProblemHttpResult>> SetModelAlias(
        string alias, ModelAliasRequest request, AliasSwitch aliases, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (!AliasName.IsValid(alias)) return InvalidName(alias);
        if (ReasonErrorOf(request) is { } error) return Problems.Invalid("reason", error);

        await using var db = await databases.CreateDbContextAsync(token);
        var found = await db.NamedModels(request.ModelId).Select(model => (Guid?)model.Id).FirstOrDefaultAsync(token);
        if (found is not { } modelId) return ModelProblems.NotFound(request.ModelId);
        return await aliases.SetAsync(alias, modelId, request.Force, request.Reason, token) switch
        {
            null => ModelProblems.NotFound($"{modelId}"),
            { Change: { } change } => TypedResults.Ok(change),
            var refused => Refused(alias, refused.Report!),
        };
    }

    /// <summary>Lists the changes of an alias</summary>
    /// <remarks>The newest change comes first. Each change has the result of the gate.</remarks>
    /// <param name="alias" example="champion">The name of the alias.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound)]
    internal static async Task<Results<Ok<PageOf<AliasHistoryEntry>>, ProblemHttpResult>> ListAliasHistory(
        string alias,
        [AsParameters] PageParameters paging,
        IDbContextFactory<MnistDb> databases,
        HttpResponse response,
        CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindAliasAsync(alias, token) is null) return NotFound(alias);

        var changes = db.ModelAliasChanges.AsNoTracking().Where(change => change.Alias == alias);
        var rows = await changes.OrderByDescending(change => change.Number).Skip(paging.Skip).Take(paging.Size).ToListAsync(token);
        var page = PageOf<AliasHistoryEntry>.Of(paging, await changes.CountAsync(token), [.. rows.Select(row => row.ToEntry())]);
        response.AddLinks(page);
        return TypedResults.Ok(page);
    }

    /// <summary>Reverts the last change of an alias</summary>
    /// <remarks>
    /// Points the alias at its previous model. Each further request reverts one earlier change, back to the first. A change that is made
    /// after a revert can be reverted like any other. The previous model must be loadable and predict. It is not compared with the current
    /// one, so that a revert works when it is needed.
    /// </remarks>
    /// <param name="alias" example="champion">The name of the alias.</param>
    [ProducesProblems(ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.NothingToRevert, ProblemCode.GateFailed)]
    internal static async Task<Results<Ok<ModelAliasChange>, ProblemHttpResult>> RevertModelAlias(
        string alias, AliasSwitch aliases, IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        if (!AliasName.IsValid(alias)) return InvalidName(alias);
        await using var db = await databases.CreateDbContextAsync(token);
        if (await db.FindAliasAsync(alias, token) is null) return NotFound(alias);

        return await aliases.RevertAsync(alias, token) switch
        {
            { Change: { } change } => TypedResults.Ok(change),
            { Report: { } report } => Refused(alias, report),
            { DeletedModelId: { } deleted } => ProblemCode.NothingToRevert.Because(
                $"The alias '{alias}' pointed at model {deleted} before, but that model was deleted. Point the alias at another model: "
                + $"PUT /api/v1/model-aliases/{alias}."),
            _ => ProblemCode.NothingToRevert.Because(
                $"The alias '{alias}' has no change left to revert. GET /api/v1/model-aliases/{alias}/history lists its changes. "
                + $"To point it at another model: PUT /api/v1/model-aliases/{alias}."),
        };
    }

    private static string? ReasonErrorOf(ModelAliasRequest request) => request switch
    {
        { Reason.Length: > ModelAliasRequest.MaxReasonLength } =>
            $"The field reason must have at most {ModelAliasRequest.MaxReasonLength} characters. It has {request.Reason.Length}.",
        { Force: true } when string.IsNullOrWhiteSpace(request.Reason) =>
            $"The field reason is required if force is true. It is {(request.Reason is null ? "missing" : "empty")}.",
        _ => null,
    };

    private static ModelAlias ToAlias(ModelAliasEntity row) => new(row.Alias, row.ModelId, row.UpdatedAt);

    private static ProblemHttpResult Refused(string alias, GateReport report)
    {
        var whatToDo = report.Allows(isForced: true)
            ? "Train a better model, or override the comparisons: {\"force\":true,\"reason\":\"…\"}."
            : "Choose another model: force does not override these checks.";
        return ProblemCode.GateFailed.Because(
            $"The alias '{alias}' did not change: model {report.CandidateId} does not pass the gate. {report.Errors} {whatToDo}",
            ("report", report));
    }

    private static ProblemHttpResult NotFound(string alias) =>
        ProblemCode.ModelNotFound.Because($"There is no alias '{TruncatedText.Of(alias)}'. GET /api/v1/model-aliases lists the aliases.");

    private static ProblemHttpResult InvalidName(string alias) => Problems.Invalid(
        "alias",
        $"The parameter alias must have {AliasName.Rule}. It is '{TruncatedText.Of(alias)}'.");
}
