using MnistApi.Storage;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// The heartbeat of a run that trains. Twice a second, it renews the lease and stores the progress. It cancels its token if the run was
/// cancelled or another worker took it. The token is also cancelled when the service stops.
/// </summary>
internal sealed partial class RunHeartbeat : IProgress<TrainingProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly RunLease _lease;
    private readonly TimeSpan _leaseDuration;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _heartbeatEnd = new();
    private readonly SemaphoreSlim _writes = new(1, 1);
    private readonly Lock _latestLock = new();
    private readonly Task _heartbeat;
    private TrainingProgress? _latest;
    private long _lastWrite;

    /// <param name="leaseDuration">The duration of the lease. A worker that cannot write for this long stops training.</param>
    public RunHeartbeat(RunLease lease, TimeSpan leaseDuration, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (_lease, _leaseDuration, _clock, _logger) = (lease, leaseDuration, clock, logger);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _lastWrite = clock.GetTimestamp();
        _heartbeat = Task.Run(SendUntilStoppedAsync, CancellationToken.None);
    }

    /// <summary>A token that is cancelled when training must stop.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>The number of steps in an epoch; 0 before the first step.</summary>
    public int StepsPerEpoch { get; private set; }

    public void Report(TrainingProgress value)
    {
        StepsPerEpoch = value.StepsPerEpoch;
        lock (_latestLock) _latest = value;
    }

    /// <summary>
    /// Writes other data of the run. No heartbeat happens during the write, so older progress never overwrites newer progress. The method
    /// waits for a heartbeat in progress, and then the write runs on another thread. If the database is unavailable, the write is repeated
    /// until the lease expires. The write must be idempotent, because the response to a commit can be lost.
    /// </summary>
    public Task<TResult> WriteAsync<TResult>(Func<CancellationToken, Task<TResult>> write)
    {
        _writes.Wait(Token);
        TakeLatest();
        return Task.Run(() => WriteWithRetriesAsync(write), CancellationToken.None);
    }

    public void Dispose()
    {
        _heartbeatEnd.Cancel();
        _heartbeat.GetAwaiter().GetResult();
        _heartbeatEnd.Dispose();
        _end.Dispose();
        _writes.Dispose();
    }

    private async Task<TResult> WriteWithRetriesAsync<TResult>(Func<CancellationToken, Task<TResult>> write)
    {
        try
        {
            while (true)
            {
                try
                {
                    var result = await write(Token);
                    _lastWrite = _clock.GetTimestamp();
                    return result;
                }
                catch (Exception e) when (e.IsDatabaseFailure() && _clock.GetElapsedTime(_lastWrite) < _leaseDuration)
                {
                    LogWriteFailed(_logger, _lease.RunId, _lease.Attempt, e.GetBaseException().Message);
                }

                await Task.Delay(Interval, _clock, Token);
            }
        }
        finally
        {
            _writes.Release();
        }
    }

    private async Task SendUntilStoppedAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, _clock);
            while (await timer.WaitForNextTickAsync(_heartbeatEnd.Token)) await SendAsync();
        }
        catch (OperationCanceledException)
        {
            // The heartbeat was stopped.
        }
        catch (RunLostException)
        {
            await _end.CancelAsync();
        }
    }

    private async Task SendAsync()
    {
        await _writes.WaitAsync(_heartbeatEnd.Token);
        try
        {
            await _lease.RenewAsync(TakeLatest(), _heartbeatEnd.Token);
            _lastWrite = _clock.GetTimestamp();
        }
        catch (Exception e) when (e is not (OperationCanceledException or RunLostException))
        {
            LogRenewalFailed(_logger, e.IsDatabaseFailure() ? null : e, _lease.RunId, _lease.Attempt, e.GetBaseException().Message);
            if (_clock.GetElapsedTime(_lastWrite) > _leaseDuration) throw new RunLostException(_lease.RunId, _lease.Attempt);
        }
        finally
        {
            _writes.Release();
        }
    }

    private TrainingProgress? TakeLatest()
    {
        lock (_latestLock)
        {
            var latest = _latest;
            _latest = null;
            return latest;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The results of run {RunId}, attempt {Attempt}, could not be written. The worker will try again. Reason: {Reason}")]
    private static partial void LogWriteFailed(ILogger logger, Guid runId, int attempt, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "The lease of run {RunId}, attempt {Attempt}, could not be renewed. The worker will try again. Reason: {Reason}")]
    private static partial void LogRenewalFailed(ILogger logger, Exception? exception, Guid runId, int attempt, string reason);
}
