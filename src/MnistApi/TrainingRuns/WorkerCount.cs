using Hangfire;
using Microsoft.Extensions.Options;
using MnistApi.Hosting;

namespace MnistApi.TrainingRuns;

/// <summary>How many runs train at the same time in all processes that share the queue, for estimates. Hangfire keeps a list of its servers; it is read now and then.</summary>
internal sealed class WorkerCount(JobStorage storage, IOptions<ProcessOptions> process, IOptions<TrainingOptions> training, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private (long ReadAt, int Count)? _last;

    /// <summary>At least one: a run that waits for the first worker starts as soon as there is one.</summary>
    public int Read()
    {
        lock (_lock)
        {
            if (_last is not { } last || clock.GetElapsedTime(last.ReadAt) > Interval)
                _last = last = (clock.GetTimestamp(), storage.GetMonitoringApi().Servers().Sum(server => server.WorkersCount));
            return Math.Max(last.Count, Own);
        }
    }

    /// <summary>This process's own workers, which are not in the list yet when it starts.</summary>
    private int Own => process.Value.Role == ProcessRole.Api ? 1 : training.Value.ConcurrentRuns;
}
