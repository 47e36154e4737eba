using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.Sweeps.Lifecycle;

/// <summary>At intervals: ends the rounds and sweeps that are over. What a killed process left undone the next one does.</summary>
internal sealed partial class SweepReconciler(SweepRounds rounds, RunQueue queue, IOptions<TrainingOptions> options, TimeProvider clock, ILogger<SweepReconciler> logger)
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
                    var goOn = await rounds.DecideAsync(id, stoppingToken);
                    queue.Deliver(goOn);
                    Log.Decided(logger, id, goOn.Count);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, e.IsDatabaseTrouble() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A round of sweep {SweepId} is over; {Count} runs go on")]
        public static partial void Decided(ILogger logger, Guid sweepId, int count);

        [LoggerMessage(LogLevel.Warning, "The sweeps could not be looked at; the next look is soon: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
