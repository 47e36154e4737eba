using System.ComponentModel.DataAnnotations;
using MnistApi.Training.Training;

namespace MnistApi.TrainingRuns.Settings;

/// <summary>How runs are carried out.</summary>
internal sealed class TrainingOptions
{
    public const int MaxLeaseSeconds = 3600;

    /// <value>Runs that train at the same time in this process, 1 to 64. Default: 1, for a small machine.</value>
    [Range(1, 64)]
    public int ConcurrentRuns { get; set; } = 1;

    /// <value>libtorch's threads for a run, 1 to 1024. Default: as many as it has, but one for a small network.</value>
    [Range(1, Trainer.MaxThreads)]
    public int? Threads { get; set; }

    /// <value>Runs that may wait, 1 to 100,000. Default: 1000.</value>
    [Range(1, 100_000)]
    public int MaxQueuedRuns { get; set; } = 1000;

    /// <value>Seconds after which a silent worker is taken to be gone, 5 to 3600. Default: 10: a killed worker's run goes on within 15 seconds.</value>
    [Range(5, MaxLeaseSeconds)]
    public int LeaseSeconds { get; set; } = 10;

    /// <value>Seconds between looks for runs that nobody trains, 1 to 300. Default: 1.</value>
    [Range(1, 300)]
    public int ReconcileSeconds { get; set; } = 1;

    /// <value>Attempts that may end before an epoch is finished, one after the other, until the run fails, 1 to 1000. Default: 20.</value>
    [Range(1, 1000)]
    public int MaxAttemptsWithoutProgress { get; set; } = 20;

    /// <value>Seconds between two heartbeats on an event stream without events, 1 to 300. Default: 15.</value>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;
}
