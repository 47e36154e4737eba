using System.Data.Common;

namespace MnistApi.Storage;

/// <summary>
/// A clock with the time of the database server, for all processes that share the database. One worker compares its time with leases that
/// others have written, and the clocks of machines differ. Between two readings, the monotonic clock of this machine measures the time, so
/// adjustments of its system clock have no effect.
/// </summary>
internal sealed class DatabaseClock : TimeProvider
{
    private volatile Reading? _reading;

    /// <summary>
    /// The time in whole microseconds, the precision of PostgreSQL, so that a time is the same before and after it is stored.
    /// </summary>
    public override DateTimeOffset GetUtcNow()
    {
        var now = _reading is { } last ? last.Time + GetElapsedTime(last.Timestamp) : base.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Reads the time from the database. The reading counts as made in the middle of the round trip.</summary>
    public async Task ReadAsync(DbConnection connection, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT clock_timestamp()";
        var before = GetTimestamp();
        var time = (DateTime)(await command.ExecuteScalarAsync(token))!;
        var after = GetTimestamp();
        _reading = new Reading(before + ((after - before) / 2), new DateTimeOffset(time, TimeSpan.Zero));
    }

    private sealed record Reading(long Timestamp, DateTimeOffset Time);
}
