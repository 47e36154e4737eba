using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// Delivers waiting runs that have no job. It works in every worker, at the start and at intervals, and delivers as many runs as the worker
/// can train until the next time. This is necessary because job storage may lose jobs or be in memory, and because the job of a killed
/// worker is blocked for a while. A superfluous job does no harm: it finds nothing to do.
/// </summary>
internal sealed partial class RunReconciler(
    IDbContextFactory<MnistDb> databases,
    IRunDelivery delivery,
    JobStorage storage,
    IOptions<TrainingOptions> training,
    IOptions<StorageOptions> options,
    TimeProvider clock,
    ILogger<RunReconciler> logger)
    : BackgroundService
{
    /// <summary>The number of jobs per worker and second. A worker cannot use more: the smallest run takes a tenth of a second.</summary>
    private const int JobsPerWorker = 32;

    /// <summary>
    /// The number of jobs that are checked. The runs that are due next have jobs among the first. A second job does no harm.
    /// </summary>
    private const int MaxDeliveredJobs = 1000;

    /// <summary>Ends old leases before a worker starts. Hosted services start one after another, and this one is the first.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Provider == StorageProvider.Sqlite) await VoidLeasesAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(training.Value.ReconcileSeconds), clock);
        do
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Ends all leases. No other process uses the data directory, so every earlier lease belongs to a dead worker.</summary>
    private async Task VoidLeasesAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await db.TrainingRuns.VoidLeasesAsync(token);
    }

    private async Task ReconcileAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var waiting = await db.TrainingRuns
            .Available(LeaseSpan.Of(clock, training.Value, options.Value))
            .Take(JobsPerWorker * training.Value.ConcurrentRuns * training.Value.ReconcileSeconds)
            .Select(run => new QueuedRun(run.Id, run.Recipe))
            .ToListAsync(token);
        if (waiting.Count == 0) return;

        var delivered = DeliveredRuns();
        foreach (var run in waiting.Where(run => !delivered.Contains(run.Id)))
        {
            delivery.Deliver(run);
            LogDelivered(logger, run.Id);
        }
    }

    /// <summary>Returns the runs whose jobs have not started.</summary>
    private HashSet<Guid> DeliveredRuns()
    {
        var monitor = storage.GetMonitoringApi();
        return
        [
            .. new[] { RunDelivery.AheadQueue, RunDelivery.Queue }
                .SelectMany(queue => monitor.EnqueuedJobs(queue, 0, MaxDeliveredJobs))
                .Select(job => job.Value?.Job?.Args[0]).OfType<Guid>(),
        ];
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} was delivered again")]
    private static partial void LogDelivered(ILogger logger, Guid runId);

    [LoggerMessage(LogLevel.Warning, "The waiting runs could not be read. The service will try again shortly. Reason: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string reason);
}
