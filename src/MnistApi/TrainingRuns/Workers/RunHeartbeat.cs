using MnistApi.Storage;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Lifecycle;

namespace MnistApi.TrainingRuns.Workers;

/// <summary>
/// Twice a second, while a run trains: keeps the lease, tells the progress, and notices that the run was cancelled or lost. Its
/// token ends the training then, and also when the service stops.
/// </summary>
internal sealed partial class RunHeartbeat : IProgress<TrainingProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly RunLease _lease;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _beatEnd = new();
    private readonly SemaphoreSlim _writes = new(1, 1);
    private readonly Lock _latestLock = new();
    private readonly Task _beat;
    private TrainingProgress? _latest;
    private long _lastWrite;

    /// <param name="patience">The lease's duration: a worker that cannot write for so long stops by itself.</param>
    public RunHeartbeat(RunLease lease, TimeSpan patience, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        (_lease, _patience, _clock, _logger) = (lease, patience, clock, logger);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _lastWrite = clock.GetTimestamp();
        _beat = Task.Run(BeatAsync, CancellationToken.None);
    }

    /// <summary>Ends when the training must.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Steps of an epoch; 0 before the first step.</summary>
    public int StepsPerEpoch { get; private set; }

    public void Report(TrainingProgress value)
    {
        StepsPerEpoch = value.StepsPerEpoch;
        lock (_latestLock) _latest = value;
    }

    /// <summary>
    /// Writes something else about the run, with no beat meanwhile: older progress never follows newer. Returns as soon as no beat is at work, and goes on
    /// with the write on another thread. While the database is away it is tried again, as long as the lease lasts, so it may be done twice: the answer to a
    /// commit can be lost.
    /// </summary>
    public Task<TResult> WriteAsync<TResult>(Func<CancellationToken, Task<TResult>> write)
    {
        _writes.Wait(Token);
        TakeLatest();
        return Task.Run(() => WriteToEndAsync(write), CancellationToken.None);
    }

    public void Dispose()
    {
        _beatEnd.Cancel();
        _beat.GetAwaiter().GetResult();
        _beatEnd.Dispose();
        _end.Dispose();
        _writes.Dispose();
    }

    private async Task<TResult> WriteToEndAsync<TResult>(Func<CancellationToken, Task<TResult>> write)
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
                catch (Exception e) when (e.IsDatabaseFailure() && _clock.GetElapsedTime(_lastWrite) < _patience)
                {
                    Log.WriteFailed(_logger, _lease.RunId, _lease.Attempt, e.GetBaseException().Message);
                }

                await Task.Delay(Interval, _clock, Token);
            }
        }
        finally
        {
            _writes.Release();
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, _clock);
            while (await timer.WaitForNextTickAsync(_beatEnd.Token)) await BeatOnceAsync();
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (RunLostException)
        {
            await _end.CancelAsync();
        }
    }

    private async Task BeatOnceAsync()
    {
        await _writes.WaitAsync(_beatEnd.Token);
        try
        {
            await _lease.RenewAsync(TakeLatest(), _beatEnd.Token);
            _lastWrite = _clock.GetTimestamp();
        }
        catch (Exception e) when (e is not (OperationCanceledException or RunLostException))
        {
            Log.BeatFailed(_logger, e.IsDatabaseFailure() ? null : e, _lease.RunId, _lease.Attempt, e.GetBaseException().Message);
            if (_clock.GetElapsedTime(_lastWrite) > _patience) throw new RunLostException(_lease.RunId, _lease.Attempt);
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What run {RunId}, attempt {Attempt}, has to tell could not be written, and is tried again: {Reason}")]
        public static partial void WriteFailed(ILogger logger, Guid runId, int attempt, string reason);

        [LoggerMessage(LogLevel.Warning, "The lease of run {RunId}, attempt {Attempt}, could not be renewed, and the next beat tries again: {Reason}")]
        public static partial void BeatFailed(ILogger logger, Exception? exception, Guid runId, int attempt, string reason);
    }
}
