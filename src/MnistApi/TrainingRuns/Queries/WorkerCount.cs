using Hangfire;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.TrainingRuns.Queries;

/// <summary>
/// How many runs train at the same time in all processes that share the queue, for estimates. Hangfire keeps a list of its servers; it is read now and then, in the background: who asks may
/// be within a transaction, and with all connections in use by others who wait for its end it would wait for one more in vain.
/// </summary>
internal sealed partial class WorkerCount(JobStorage storage, IOptions<ProcessOptions> process, IOptions<TrainingOptions> training, TimeProvider clock, ILogger<WorkerCount> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private long? _readAt;
    private volatile int _count;

    /// <summary>At least one: a run that waits for the first worker starts as soon as there is one.</summary>
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

    /// <summary>This process's own workers, which are not in the list yet when it starts.</summary>
    private int Own => process.Value.Role == ProcessRole.Api ? 1 : training.Value.ConcurrentRuns;

    private void ReadServers()
    {
        try
        {
            _count = storage.GetMonitoringApi().Servers().Sum(server => server.WorkersCount);
        }
        catch (Exception e)
        {
            Log.Failed(logger, e.GetBaseException().Message); // The last number will do.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The workers could not be counted; the next look is soon: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
