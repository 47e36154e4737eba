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

/// <summary>The routes that report whether the process is running and whether it is ready for requests.</summary>
internal static partial class HealthEndpoints
{
    /// <summary>The longest time to wait for the champion. Orchestrators stop waiting for readiness after a few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static OpenApiFeature Feature { get; } = new(8, "Health", "Whether the service is running, and whether it is ready.");

    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", GetLiveness).WithName(nameof(GetLiveness));
        health.MapGet("/ready", GetReadiness).WithName(nameof(GetReadiness));
    }

    /// <summary>Reports that the process is running</summary>
    /// <remarks>An orchestrator should restart a process that does not answer this request.</remarks>
    internal static Ok<Liveness> GetLiveness() => TypedResults.Ok(new Liveness(HealthStatus.Live));

    /// <summary>Reports whether the service is ready</summary>
    /// <remarks>
    /// The service is ready if the database answers and can be written and the champion, if there is one, is loaded. An orchestrator should
    /// send no other requests until then.
    /// </remarks>
    [ProducesProblems(ProblemCode.NotReady)]
    internal static async Task<Results<Ok<Readiness>, ProblemHttpResult>> GetReadiness(
        IDbContextFactory<MnistDb> databases,
        ModelCache models,
        IOptions<ProcessOptions> options,
        ILoggerFactory loggers,
        CancellationToken token)
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
            var failure = e.FindDatabaseFailure();
            LogDatabaseFailed(loggers.CreateLogger(typeof(HealthEndpoints)), failure is null ? e : null, e.GetBaseException().Message);
            return ProblemCode.NotReady.Because($"{DatabaseProblems.Describe(failure ?? DatabaseFailure.Unavailable)} The log says more.");
        }

        if (options.Value.Role == ProcessRole.Worker) return Ready(ChampionState.NotServed);
        if (champion is null) return Ready(ChampionState.None);
        try
        {
            // Also loads a champion that another process has set or that the cache has removed.
            await models.FindAsync(champion, token).AsTask().WaitAsync(Patience, token);
            return Ready(ChampionState.Loaded);
        }
        catch (TimeoutException)
        {
            return ProblemCode.NotReady.Because($"The champion, model {champion.Id}, is still being loaded. Try again in a few seconds.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogChampionUnloadable(loggers.CreateLogger(typeof(HealthEndpoints)), e, champion.Id);
            return ProblemCode.NotReady.Because(
                $"The champion, model {champion.Id}, cannot be loaded. The log says why. "
                + $"Point the alias at another model: PUT /api/v1/model-aliases/{ModelAlias.Champion}.");
        }
    }

    private static Ok<Readiness> Ready(ChampionState champion)
    {
        var checks = new ReadinessChecks(DatabaseState.Answers, champion, ConvolutionKernels.ChosenSoFar?.Method);
        return TypedResults.Ok(new Readiness(HealthStatus.Ready, checks));
    }

    [LoggerMessage(LogLevel.Error, "The database check failed, so the service is not ready: {Reason}")]
    private static partial void LogDatabaseFailed(ILogger logger, Exception? exception, string reason);

    [LoggerMessage(LogLevel.Error, "The champion, model {ModelId}, cannot be loaded, so the service is not ready")]
    private static partial void LogChampionUnloadable(ILogger logger, Exception exception, Guid modelId);
}
