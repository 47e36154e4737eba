using MnistApi.Persistence;

namespace MnistApi.TrainingRuns;

/// <summary>The times within which a lease can end that somebody holds.</summary>
/// <param name="Now">A lease that ended before is over.</param>
/// <param name="Latest">A lease that ends later was written before the clock was set back; nobody can tell whether its worker lives.</param>
internal readonly record struct LeaseSpan(DateTime Now, DateTime Latest)
{
    /// <summary>The longest lease that the settings of another process may ask for.</summary>
    private static readonly TimeSpan LongestOfOthers = TimeSpan.FromSeconds(TrainingOptions.MaxLeaseSeconds);

    /// <summary>A SQLite database has one process, whose settings say how far a lease reaches.</summary>
    public static LeaseSpan Of(TimeProvider clock, TrainingOptions training, StorageOptions storage)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var own = TimeSpan.FromSeconds(Math.Max(training.LeaseSeconds, TrainingJob.LongestRest.TotalSeconds));
        return new LeaseSpan(now, now + (storage.Provider == StorageProvider.Sqlite ? own : LongestOfOthers));
    }
}
