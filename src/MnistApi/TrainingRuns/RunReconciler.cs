using System.Data.Common;
using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>
/// At the start and at intervals: delivers each unfinished run that nobody trains and no job stands for. Job storage may forget
/// or be in memory; the database does not.
/// </summary>
internal sealed partial class RunReconciler(
    IDbContextFactory<MnistDb> databases, RunQueue queue, JobStorage storage, IOptions<TrainingOptions> options, TimeProvider clock, ILogger<RunReconciler> logger)
    : BackgroundService
{
    /// <summary>Leases are voided before a worker starts: hosted services start one after another, this one first.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await VoidLeasesAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReconcileSeconds), clock);
        do
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (DbException e)
            {
                Log.Failed(logger, e);
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
        var now = clock.GetUtcNow().UtcDateTime;
        var runs = await db.TrainingRuns
            .WhichCanBeTaken(now)
            .Select(run => new { run.Id, run.State, run.JobId })
            .ToListAsync(token);

        using var connection = storage.GetConnection();
        foreach (var run in runs.Where(run => !HasJob(connection.GetJobData(run.JobId ?? ""), run.Id, run.State)))
        {
            await queue.DeliverAsync(run.Id);
            Log.Delivered(logger, run.Id);
        }
    }

    /// <summary>
    /// Whether the run's job still stands for it. A job at work stands for a run that waits, because it may be about to take it, but
    /// not for one whose lease has run out. Job ids may be given twice when storage is in memory, so the job must be this run's.
    /// </summary>
    private static bool HasJob(Hangfire.Storage.JobData? job, Guid runId, RunState state) =>
        job?.Job?.Args is [Guid id, ..] && id == runId
        && (job.State == EnqueuedState.StateName || (job.State == ProcessingState.StateName && state == RunState.Queued));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {RunId} is delivered again")]
        public static partial void Delivered(ILogger logger, Guid runId);

        [LoggerMessage(LogLevel.Warning, "The database did not answer; the next look is soon")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
