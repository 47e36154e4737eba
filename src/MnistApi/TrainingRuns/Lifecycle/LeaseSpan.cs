using MnistApi.Storage;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Lifecycle;

/// <summary>The range in which the end of a valid lease lies.</summary>
/// <param name="Now">A lease that ended before is over.</param>
/// <param name="Latest">A lease that ends later was written before the clock was set back; nobody can tell whether its worker lives.</param>
internal readonly record struct LeaseSpan(DateTime Now, DateTime Latest)
{
    /// <summary>The longest time that a run rests before it is tried again.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>The longest lease that the settings of another process may ask for.</summary>
    private static readonly TimeSpan LongestOfOthers = TimeSpan.FromSeconds(TrainingOptions.MaxLeaseSeconds);

    /// <summary>Clocks are set right by small steps all the time; a lease that lives must outlast them until it is renewed.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(5);

    /// <summary>A SQLite database has one process, whose settings say how far a lease reaches.</summary>
    public static LeaseSpan Of(TimeProvider clock, TrainingOptions training, StorageOptions storage)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var own = TimeSpan.FromSeconds(Math.Max(training.LeaseSeconds, LongestRest.TotalSeconds));
        return new LeaseSpan(now, now + ClockStep + (storage.Provider == StorageProvider.Sqlite ? own : LongestOfOthers));
    }
}
