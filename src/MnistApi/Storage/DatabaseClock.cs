using System.Data.Common;

namespace MnistApi.Storage;

/// <summary>
/// The time of the database's machine, for all processes that share it: a lease that one worker's clock wrote is judged by another's, and
/// clocks of machines differ. Between two looks the time goes on by this machine's monotonic clock, so a step of its clock changes nothing.
/// </summary>
internal sealed class DatabaseClock : TimeProvider
{
    private volatile Reading? _reading;

    /// <summary>In whole microseconds, which is what PostgreSQL keeps: what is told before it was written must be what is told after.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var now = _reading is { } last ? last.Time + GetElapsedTime(last.Timestamp) : base.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Asks the database for the time. The answer is taken to be of the middle of the round trip.</summary>
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
