using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Contracts;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// At the start and at intervals, in each worker: sees to it that jobs wait where runs do, as many as it could use until it looks again. Job storage may forget or be in memory, and a killed worker's
/// job stays with it for a while; the rows do not. A job too many does no harm: it finds nothing to do.
/// </summary>
internal sealed partial class RunReconciler(
    IDbContextFactory<MnistDb> databases, RunQueue queue, JobStorage storage, IOptions<TrainingOptions> training, IOptions<StorageOptions> options, TimeProvider clock, ILogger<RunReconciler> logger)
    : BackgroundService
{
    /// <summary>More than a worker can use between two looks: the smallest run takes a tenth of a second.</summary>
    private const int JobsPerWorker = 32;

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
                Log.Failed(logger, e.IsDatabaseTrouble() ? null : e, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>This process alone has the data directory, so every lease from before is a dead worker's.</summary>
    private async Task VoidLeasesAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await db.TrainingRuns.Where(run => run.State == RunState.Running).ExecuteUpdateAsync(run => run.SetProperty(row => row.LeaseUntil, (DateTime?)null), token);
    }

    private async Task ReconcileAsync(CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var waiting = await db.TrainingRuns.WhichCanBeTaken(LeaseSpan.Of(clock, training.Value, options.Value)).Select(run => run.Id)
            .Take(JobsPerWorker * training.Value.ConcurrentRuns * training.Value.ReconcileSeconds).ToListAsync(token);
        if (waiting.Count == 0) return;

        var jobs = (int)storage.GetMonitoringApi().EnqueuedCount(EnqueuedState.DefaultQueue);
        foreach (var id in waiting.Take(waiting.Count - jobs))
        {
            queue.Deliver(id);
            Log.Delivered(logger, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {RunId} is delivered again")]
        public static partial void Delivered(ILogger logger, Guid runId);

        [LoggerMessage(LogLevel.Warning, "Runs that wait could not be looked for; the next look is soon: {Reason}")]
        public static partial void Failed(ILogger logger, Exception? exception, string reason);
    }
}
