using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MnistApi.Hosting;
using MnistApi.Persistence;

namespace MnistApi.Models;

/// <summary>Names that point at models.</summary>
internal static partial class ModelAliasRoutes
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int ShownLength = 100;

    /// <summary>They mean something else where a model's name stands.</summary>
    private static readonly string[] Reserved = ["builtin", "compare"];

    public static void MapModelAliases(this RouteGroupBuilder api)
    {
        var aliases = api.MapGroup("/model-aliases").WithTags("Models");
        aliases.MapGet("/", ListModelAliases).WithName(nameof(ListModelAliases));
        aliases.MapPut("/{alias}", SetModelAlias).WithName(nameof(SetModelAlias)).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
    }

    /// <summary>Lists the aliases</summary>
    /// <remarks>By name. <c>champion</c> is what predictions use unless told otherwise; the first model that works becomes it.</remarks>
    internal static async Task<Ok<IReadOnlyList<ModelAlias>>> ListModelAliases(IDbContextFactory<MnistDb> databases, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await db.ModelAliases.AsNoTracking().OrderBy(alias => alias.Alias).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<ModelAlias>>([.. rows.Select(ToAlias)]);
    }

    /// <summary>Points an alias at a model</summary>
    /// <remarks>Makes the alias where there is none. From the answer on, requests that name the alias use that model.</remarks>
    /// <param name="alias" example="champion">1 to 64 characters of a-z, 0-9 and -. No GUID, and not <c>builtin</c> or <c>compare</c>.</param>
    [Answers(ProblemCode.MalformedJson, ProblemCode.ValidationFailed, ProblemCode.ModelNotFound, ProblemCode.PayloadTooLarge, ProblemCode.UnsupportedMediaType)]
    internal static async Task<Results<Ok<ModelAlias>, ProblemHttpResult>> SetModelAlias(
        string alias, ModelAliasRequest request, IDbContextFactory<MnistDb> databases, TimeProvider clock, CancellationToken token)
    {
        if (!AliasName().IsMatch(alias) || Guid.TryParse(alias, out _) || Reserved.Contains(alias)) return InvalidName(alias);

        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.NamedModels(request.ModelId).FirstOrDefaultAsync(token) is not { } model) return await db.ModelNotFoundAsync(request.ModelId, token);

        var row = await db.ModelAliases.FirstOrDefaultAsync(row => row.Alias == alias, token);
        var now = clock.GetUtcNow().UtcDateTime;
        if (row is null) db.ModelAliases.Add(row = new ModelAliasEntity { Alias = alias, ModelId = model.Id, UpdatedAt = now });
        else if (row.ModelId != model.Id) (row.ModelId, row.UpdatedAt) = (model.Id, now);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return TypedResults.Ok(ToAlias(row));
    }

    private static ModelAlias ToAlias(ModelAliasEntity row) => new(row.Alias, row.ModelId, row.UpdatedAt);

    private static ProblemHttpResult InvalidName(string alias) => Problems.Invalid(new Dictionary<string, string[]>
    {
        ["alias"] = [$"The parameter alias must have 1 to 64 characters of a-z, 0-9 and -, must not be a GUID, and must not be {string.Join(" or ", Reserved)}. It is '{(alias.Length > ShownLength ? $"{alias[..ShownLength]}…" : alias)}'."],
    });

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z")]
    private static partial Regex AliasName();
}
