using Microsoft.EntityFrameworkCore;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>Loads the champion when the service starts, so that the first prediction is as fast as the others.</summary>
internal sealed partial class ChampionWarming(ModelCache models, IDbContextFactory<MnistDb> databases, ILogger<ChampionWarming> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(stoppingToken);
            var champion = await db.FindServedModelAsync(ModelAlias.Champion, stoppingToken);
            if (champion is not null) await models.WarmAsync(champion, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, e); // The service is not ready, but it still trains and serves other models.
        }
    }

    [LoggerMessage(LogLevel.Error, "The champion cannot be loaded")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
