using MnistApi.Storage;

namespace MnistApi.ModelRegistry.Serving;

/// <summary>Keeps the names of <see cref="ServedModels"/> young enough for requests. Without requests, it makes no queries.</summary>
internal sealed partial class ServedModelRefresh(ServedModels models, TimeProvider clock, ILogger<ServedModelRefresh> logger)
    : BackgroundService
{
    /// <summary>A third of the greatest age, so that a slow query is not too late.</summary>
    private static readonly TimeSpan Interval = ServedModels.MaxAge / 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await models.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The names become too old, so requests ask the database and report its failure.
                LogFailed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "The names of the models cannot be read again. Reason: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string reason);
}
