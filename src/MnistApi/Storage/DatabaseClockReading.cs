using Microsoft.EntityFrameworkCore;

namespace MnistApi.Storage;

/// <summary>
/// Reads the clock of the database at intervals, because clocks run at different speeds and the monotonic clock may stop while a machine
/// sleeps.
/// </summary>
internal sealed partial class DatabaseClockReading(
    DatabaseClock clock,
    IDbContextFactory<MnistDb> databases,
    ILogger<DatabaseClockReading> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(stoppingToken);
                await db.Database.OpenConnectionAsync(stoppingToken);
                await clock.ReadAsync(db.Database.GetDbConnection(), stoppingToken);
            }
            catch (Exception e) when (e.IsDatabaseFailure())
            {
                LogFailed(logger, e.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The clock of the database could not be read. The service will try again in 30 seconds: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
