using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Http.Errors;
using MnistApi.Http.OpenApi;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Startup;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
internal static partial class HealthEndpoints
{
    /// <summary>Who asks for readiness gives up after a few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static OpenApiFeature Feature { get; } = new(8, "Health", "Whether the service lives, and whether it is ready.");

    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", GetLiveness).WithName(nameof(GetLiveness));
        health.MapGet("/ready", GetReadiness).WithName(nameof(GetReadiness));
    }

    /// <summary>Tells that the process lives</summary>
    /// <remarks>An orchestrator restarts a process that does not answer this.</remarks>
    internal static Ok<Liveness> GetLiveness() => TypedResults.Ok(new Liveness(HealthStatus.Live));

    /// <summary>Tells whether the service can do its work</summary>
    /// <remarks>That is: the database answers and can be written, and the champion, where there is one, is loaded. An orchestrator sends no requests meanwhile.</remarks>
    [ProducesProblems(ProblemCode.NotReady)]
    internal static async Task<Results<Ok<Readiness>, ProblemHttpResult>> GetReadiness(
        IDbContextFactory<MnistDb> databases, ModelCache models, IOptions<ProcessOptions> options, ILoggerFactory loggers, CancellationToken token)
    {
        ServedModel? champion;
        try
        {
            await using var db = await databases.CreateDbContextAsync(token);
            champion = await db.FindServedModelAsync(ModelAlias.Champion, token);
            await db.CheckWritableAsync(token);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException or IOException)
        {
            var trouble = e.FindDatabaseTrouble();
            Log.DatabaseInTrouble(loggers.CreateLogger(typeof(HealthEndpoints)), trouble is null ? e : null, e.GetBaseException().Message);
            return ProblemCode.NotReady.Because($"{DatabaseProblems.Describe(trouble ?? DatabaseTrouble.Unavailable)} The log says more.");
        }

        if (options.Value.Role == ProcessRole.Worker) return Ready(ChampionState.NotServed);
        if (champion is null) return Ready(ChampionState.None);
        try
        {
            // Also loads one that became the champion elsewhere, or was pushed out of the cache.
            await models.WarmAsync(champion, token).WaitAsync(Patience, token);
            return Ready(ChampionState.Loaded);
        }
        catch (TimeoutException)
        {
            return ProblemCode.NotReady.Because($"The champion, model {champion.Id}, is still being loaded. Try again in a few seconds.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ChampionUnloadable(loggers.CreateLogger(typeof(HealthEndpoints)), e, champion.Id);
            return ProblemCode.NotReady.Because(
                $"The champion, model {champion.Id}, cannot be loaded. The log says why. "
                + $"Point the alias at another model: PUT /api/v1/model-aliases/{ModelAlias.Champion}.");
        }
    }

    private static Ok<Readiness> Ready(ChampionState champion) => TypedResults.Ok(new Readiness(HealthStatus.Ready, new ReadinessChecks(DatabaseState.Answers, champion, ConvolutionKernels.Chosen.Method)));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The database is in trouble, so the service is not ready: {Reason}")]
        public static partial void DatabaseInTrouble(ILogger logger, Exception? exception, string reason);

        [LoggerMessage(LogLevel.Error, "The champion, model {ModelId}, cannot be loaded, so the service is not ready")]
        public static partial void ChampionUnloadable(ILogger logger, Exception exception, Guid modelId);
    }
}
