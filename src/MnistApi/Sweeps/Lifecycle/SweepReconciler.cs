using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>Ends rounds and sweeps that are over, at intervals. If this process is killed, another one or the next start continues.</summary>
internal sealed partial class SweepReconciler(SweepRounds rounds, IRunDelivery delivery, IOptions<TrainingOptions> options, TimeProvider clock, ILogger<SweepReconciler> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReconcileSeconds), clock);
        do
        {
            try
            {
                foreach (var id in await rounds.FindOverAsync(stoppingToken))
                {
                    var continued = await rounds.DecideAsync(id, stoppingToken);
                    delivery.Deliver(continued);
                    Log.Decided(logger, id, continued.Count);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A round of sweep {SweepId} is over; {Count} runs continue")]
        public static partial void Decided(ILogger logger, Guid sweepId, int count);

        [LoggerMessage(LogLevel.Warning, "The sweeps could not be checked, and will be checked again soon: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
