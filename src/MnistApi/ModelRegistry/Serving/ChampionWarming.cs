using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>Loads the champion when the service starts, so that the first prediction is as fast as the others.</summary>
internal sealed partial class ChampionWarming(ModelCache models, ServedModels served, ILogger<ChampionWarming> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var champion = await served.FindAsync(ModelAlias.Champion, stoppingToken);
            if (champion is not null) await models.FindAsync(champion, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, e); // The service is not ready, but it still trains and serves other models.
        }
    }

    [LoggerMessage(LogLevel.Error, "The champion cannot be loaded")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
