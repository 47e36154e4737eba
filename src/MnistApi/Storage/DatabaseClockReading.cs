using Microsoft.EntityFrameworkCore;

namespace MnistApi.Storage;

/// <summary>Reads the database's clock now and then, because machines' clocks do not go alike, and a machine that slept did not count.</summary>
internal sealed partial class DatabaseClockReading(DatabaseClock clock, IDbContextFactory<MnistDb> databases, ILogger<DatabaseClockReading> logger) : BackgroundService
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
            catch (Exception e) when (e.IsDatabaseTrouble())
            {
                Log.Failed(logger, e.GetBaseException().Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The database's clock could not be read; the next look is soon: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
