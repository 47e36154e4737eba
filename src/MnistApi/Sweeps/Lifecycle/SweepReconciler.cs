using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>
/// Ends finished rounds and sweeps, at intervals. If this process is killed, another process continues, or this one after a restart.
/// </summary>
internal sealed partial class SweepReconciler(
    SweepRounds rounds,
    IRunDelivery delivery,
    IOptions<TrainingOptions> options,
    TimeProvider clock,
    ILogger<SweepReconciler> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReconcileSeconds), clock);
        do
        {
            try
            {
                foreach (var id in await rounds.FindEndedAsync(stoppingToken))
                {
                    var continued = await rounds.DecideAsync(id, stoppingToken);
                    delivery.Deliver(continued);
                    LogDecided(logger, id, continued.Count);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "A round of sweep {SweepId} has ended. {Count} runs continue")]
    private static partial void LogDecided(ILogger logger, Guid sweepId, int count);

    [LoggerMessage(LogLevel.Warning, "The sweeps could not be checked. The service will try again shortly. Reason: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string reason);
}
