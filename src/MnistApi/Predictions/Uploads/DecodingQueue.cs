namespace MnistApi.Predictions.Uploads;

/// <summary>
/// Decodes as many uploads at once as there are processors; the others wait in order. An upload that would have to wait for too long is
/// refused at once, so that under any load the accepted requests are answered quickly.
/// </summary>
internal sealed class DecodingQueue(TimeProvider clock) : IDisposable
{
    /// <summary>The longest time that an upload waits.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    /// <summary>The weight of the newest duration in the mean. A single long one, such as the first of the process, refuses nobody.</summary>
    private const double NewestWeight = 0.05;

    private readonly int _places = Environment.ProcessorCount;
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);
    private int _waiting;
    private double _meanSeconds;

    public void Dispose() => _free.Dispose();

    /// <summary>Runs the decoding of an upload when there is a place for it.</summary>
    /// <exception cref="OverloadedException">The upload would wait or has waited for too long.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> decode, CancellationToken token)
    {
        await EnterAsync(token);
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

    private async Task EnterAsync(CancellationToken token)
    {
        if (_free.Wait(0, CancellationToken.None)) return;

        var waiting = Interlocked.Increment(ref _waiting);
        try
        {
            if (waiting * _meanSeconds / _places > LongestWait.TotalSeconds || !await _free.WaitAsync(LongestWait, token))
                throw new OverloadedException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}

/// <summary>There are more requests than the process can answer in time.</summary>
internal sealed class OverloadedException() : Exception("The service has more requests than it can answer in time.");
