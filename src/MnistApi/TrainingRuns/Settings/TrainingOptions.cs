using System.ComponentModel.DataAnnotations;
using MnistApi.Training.Training;

namespace MnistApi.TrainingRuns.Settings;

/// <summary>Settings for training runs.</summary>
internal sealed class TrainingOptions
{
    public const int MaxLeaseSeconds = 3600;

    /// <value>The number of runs that train at the same time in this process, 1 to 64. Default: 1, for a small machine.</value>
    [Range(1, 64)]
    public int ConcurrentRuns { get; set; } = 1;

    /// <value>
    /// The number of libtorch threads for a run, 1 to 1024. Default: one for a small network, otherwise the number that libtorch chooses.
    /// </value>
    [Range(1, Trainer.MaxThreads)]
    public int? Threads { get; set; }

    /// <value>The largest number of runs in the queue, 1 to 100,000. Default: 1000.</value>
    [Range(1, 100_000)]
    public int MaxQueuedRuns { get; set; } = 1000;

    /// <value>
    /// The number of seconds without a heartbeat after which a worker counts as gone, 5 to 3600. Default: 10, so that the run of a killed
    /// worker continues within 15 seconds.
    /// </value>
    [Range(5, MaxLeaseSeconds)]
    public int LeaseSeconds { get; set; } = 10;

    /// <value>The number of seconds between searches for runs that no worker trains, 1 to 300. Default: 1.</value>
    [Range(1, 300)]
    public int ReconcileSeconds { get; set; } = 1;

    /// <value>The number of attempts in succession without a finished epoch after which a run fails, 1 to 1000. Default: 20.</value>
    [Range(1, 1000)]
    public int MaxAttemptsWithoutProgress { get; set; } = 20;

    /// <value>The number of seconds between heartbeats on an event stream without events, 1 to 300. Default: 15.</value>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;
}
