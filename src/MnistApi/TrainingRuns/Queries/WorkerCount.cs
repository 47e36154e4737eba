using Hangfire;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Queries;

/// <summary>
/// Counts the workers of all processes that share the queue, for estimates. The count comes from the list of servers that Hangfire keeps.
/// It is read in the background, because the caller may be in a transaction that other requests wait for. If these requests use all
/// database connections, a read by the caller would never get a connection.
/// </summary>
internal sealed partial class WorkerCount(
    JobStorage storage,
    IOptions<ProcessOptions> process,
    IOptions<TrainingOptions> training,
    TimeProvider clock,
    ILogger<WorkerCount> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private long? _readAt;
    private volatile int _count;

    /// <summary>
    /// Returns the number of runs that can train at the same time. It is at least 1, so that estimates assume that a worker will start.
    /// </summary>
    public int Read()
    {
        lock (_lock)
        {
            if (_reading.IsCompleted && (_readAt is not { } last || clock.GetElapsedTime(last) > Interval))
            {
                _readAt = clock.GetTimestamp();
                _reading = Task.Run(ReadServers);
            }
        }

        return Math.Max(_count, Own);
    }

    /// <summary>The workers of this process. When the process starts, they are not in the list yet.</summary>
    private int Own => process.Value.Role == ProcessRole.Api ? 1 : training.Value.ConcurrentRuns;

    private void ReadServers()
    {
        try
        {
            _count = storage.GetMonitoringApi().Servers().Sum(server => server.WorkersCount);
        }
        catch (Exception e)
        {
            LogFailed(logger, e.GetBaseException().Message); // The last count stays in use.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The workers could not be counted. The service will try again shortly. Reason: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
