using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Entities;
using MnistApi.TrainingRuns.Lifecycle;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// At the start and at intervals, in each worker: sees to it that jobs wait where runs do, as many as it could use until it looks again. Job storage may forget or be in memory, and a killed worker's
/// job stays with it for a while; the rows do not. A job too many does no harm: it finds nothing to do.
/// </summary>
internal sealed partial class RunReconciler(
    IDbContextFactory<MnistDb> databases, IRunDelivery delivery, JobStorage storage, IOptions<TrainingOptions> training, IOptions<StorageOptions> options, TimeProvider clock, ILogger<RunReconciler> logger)
    : BackgroundService
{
    /// <summary>More than a worker can use between two looks: the smallest run takes a tenth of a second.</summary>
    private const int JobsPerWorker = 32;

    /// <summary>The jobs of the runs that are due next are among the first. A second job for a run does no harm.</summary>
    private const int MaxDeliveredJobs = 1000;

    /// <summary>Leases are voided before a worker starts: hosted services start one after another, this one first.</summary>
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
                Log.Failed(logger, e.IsDatabaseFailure() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>This process alone has the data directory, so every lease from before is a dead worker's.</summary>
    private async Task VoidLeasesAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await db.TrainingRuns.VoidLeasesAsync(token);
    }

    private async Task ReconcileAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var waiting = await db.TrainingRuns.WhichCanBeTaken(LeaseSpan.Of(clock, training.Value, options.Value))
            .Take(JobsPerWorker * training.Value.ConcurrentRuns * training.Value.ReconcileSeconds)
            .Select(run => new QueuedRun(run.Id, run.Recipe)).ToListAsync(token);
        if (waiting.Count == 0) return;

        var delivered = DeliveredRuns();
        foreach (var run in waiting.Where(run => !delivered.Contains(run.Id)))
        {
            delivery.Deliver(run);
            Log.Delivered(logger, run.Id);
        }
    }

    /// <summary>The runs whose jobs have not started.</summary>
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {RunId} was delivered again")]
        public static partial void Delivered(ILogger logger, Guid runId);

        [LoggerMessage(LogLevel.Warning, "Waiting runs could not be looked for, and will be looked for again soon: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
