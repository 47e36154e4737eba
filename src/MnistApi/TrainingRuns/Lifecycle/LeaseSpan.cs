using MnistApi.Storage;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The range of times at which a valid lease can end.</summary>
/// <param name="Now">The current time. A lease that ended before this time has expired.</param>
/// <param name="Latest">
/// The latest end of a valid lease. A lease that ends later was written before the clock was set back, and it does not show whether its
/// worker is alive.
/// </param>
internal readonly record struct LeaseSpan(DateTime Now, DateTime Latest)
{
    /// <summary>The longest delay before another attempt.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>The longest lease that the settings of another process allow.</summary>
    private static readonly TimeSpan LongestOfOthers = TimeSpan.FromSeconds(TrainingOptions.MaxLeaseSeconds);

    /// <summary>The largest step by which a clock may be adjusted without a valid lease being treated as expired.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(5);

    /// <summary>Returns the current range. Only one process uses a SQLite database, so its own settings limit the leases.</summary>
    public static LeaseSpan Of(TimeProvider clock, TrainingOptions training, StorageOptions storage)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var own = TimeSpan.FromSeconds(Math.Max(training.LeaseSeconds, LongestDelay.TotalSeconds));
        return new LeaseSpan(now, now + ClockStep + (storage.Provider == StorageProvider.Sqlite ? own : LongestOfOthers));
    }
}
