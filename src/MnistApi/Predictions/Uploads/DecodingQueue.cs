namespace MnistApi.Predictions.Uploads;

/// <summary>
/// Decodes as many uploads at once as there are processors; the others wait in order. An upload that would have to wait for too long is
/// refused at once, so that under any load the accepted requests are answered quickly.
/// </summary>
internal sealed class DecodingQueue(TimeProvider clock) : IDisposable
{
    /// <summary>
    /// The weight of the newest duration in the mean. It is small, because the first uploads of the process take long.
    /// </summary>
    private const double NewestWeight = 0.05;

    /// <summary>
    /// An upload is refused if its estimated wait is longer than this part of its longest wait. Almost no upload then waits and is refused
    /// all the same, since an estimate is rarely wrong by so much.
    /// </summary>
    private const double AcceptedPart = 0.5;

    private readonly int _places = Environment.ProcessorCount;
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);
    private int _waiting;
    private double _meanSeconds;

    public void Dispose() => _free.Dispose();

    /// <summary>Runs the decoding of an upload when there is a place for it.</summary>
    /// <param name="longestWait">The longest time that the upload waits; null for no limit.</param>
    /// <exception cref="OverloadedException">The upload would wait or has waited for too long.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> decode, TimeSpan? longestWait, CancellationToken token)
    {
        await EnterAsync(longestWait, token);
        var start = clock.GetTimestamp();
        try
        {
            return decode();
        }
        finally
        {
            _meanSeconds += NewestWeight * (clock.GetElapsedTime(start).TotalSeconds - _meanSeconds);
            _free.Release();
        }
    }

    private async Task EnterAsync(TimeSpan? longestWait, CancellationToken token)
    {
        if (_free.Wait(0, CancellationToken.None)) return;

        var waiting = Interlocked.Increment(ref _waiting);
        try
        {
            var isTooMany = waiting * _meanSeconds / _places > AcceptedPart * longestWait?.TotalSeconds;
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
