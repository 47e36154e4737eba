namespace MnistApi.Predictions.Uploads;

/// <summary>
/// Decodes as many uploads at once as there are processors; the others wait in order. An upload that would have to wait for too long is
/// refused at once, so that under any load the accepted requests are answered quickly.
/// </summary>
internal sealed class DecodingQueue(TimeProvider clock) : IDisposable
{
    /// <summary>The weight of the newest interval in the mean. The mean follows the last twenty.</summary>
    private const double NewestWeight = 0.05;

    /// <summary>
    /// An upload is refused if its estimated wait is longer than this part of its longest wait. Almost no upload then waits and is refused
    /// all the same, since an estimate is rarely wrong by so much.
    /// </summary>
    private const double AcceptedPart = 0.5;

    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);
    private readonly Lock _measuring = new();
    private int _waiting;
    private long _lastEnd;
    private bool _othersWaited; // at the last end
    private double _meanSeconds = 0.005; // A guess for the first second of a process.

    public void Dispose() => _free.Dispose();

    /// <summary>Runs the decoding of an upload when there is a place for it.</summary>
    /// <param name="longestWait">The longest time that the upload waits; null for no limit.</param>
    /// <exception cref="OverloadedException">The upload would wait or has waited for too long.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> decode, TimeSpan? longestWait, CancellationToken token)
    {
        await EnterAsync(longestWait, token);
        try
        {
            return decode();
        }
        finally
        {
            Measure();
            _free.Release();
        }
    }

    /// <summary>
    /// Measures how fast the queue moves: the mean time between the ends of two uploads. The time of the decoding alone would be too
    /// little, as the processors do other work besides. If nobody waits, the time counts as zero: an old mean must not refuse uploads.
    /// </summary>
    private void Measure()
    {
        lock (_measuring)
        {
            var end = clock.GetTimestamp();
            var seconds = _othersWaited ? clock.GetElapsedTime(_lastEnd, end).TotalSeconds : 0;
            _meanSeconds += NewestWeight * (seconds - _meanSeconds);
            (_lastEnd, _othersWaited) = (end, Volatile.Read(ref _waiting) > 0);
        }
    }

    private async Task EnterAsync(TimeSpan? longestWait, CancellationToken token)
    {
        if (_free.Wait(0, CancellationToken.None)) return;

        var waiting = Interlocked.Increment(ref _waiting);
        try
        {
            var isTooMany = waiting * _meanSeconds > AcceptedPart * longestWait?.TotalSeconds;
            if (isTooMany || !await _free.WaitAsync(longestWait ?? Timeout.InfiniteTimeSpan, token)) throw new OverloadedException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}

/// <summary>There are more requests than the process can answer in time.</summary>
internal sealed class OverloadedException() : Exception("The service has more requests than it can answer in time.");
