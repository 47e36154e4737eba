using System.Diagnostics;

namespace MnistApi.Predictions.Uploads;

/// <summary>
/// The right of one large body to be in memory, until it is disposed of. The rest of the body must arrive at a minimum speed.
/// </summary>
internal sealed class UploadSlot(UploadSlots slots, UploadBuffer buffer) : IDisposable
{
    /// <summary>
    /// The time that a client has for each <see cref="UploadSlots.FreeBytes"/>, which makes 26 KB/s. Only the time spent waiting for bytes
    /// counts, not the time spent with them.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _waited = new();
    private int _read;

    public void Dispose() => slots.Return(buffer);

    /// <summary>The memory of the slot. It keeps its contents if it is large enough already.</summary>
    /// <param name="size">The number of bytes that are needed.</param>
    public byte[] BufferOf(long size) => buffer.OfAtLeast(size);

    /// <summary>Reads what has arrived of a body.</summary>
    /// <exception cref="BadHttpRequestException">With status 408: the body arrives too slowly.</exception>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> bytes, CancellationToken token)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(token);
        late.CancelAfter(_waited.Elapsed < Patience ? Patience - _waited.Elapsed : TimeSpan.Zero);
        _waited.Start();
        try
        {
            var count = await body.ReadAsync(bytes, late.Token);
            _waited.Stop();
            _read += count;
            if (_read < UploadSlots.FreeBytes) return count;
            _read = 0;
            _waited.Reset();
            return count;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new BadHttpRequestException(
                $"The body arrives too slowly: {UploadSlots.FreeBytes / 1024} KB of it took more than {Patience.TotalSeconds:F0} seconds. "
                + "Send a smaller image, or use a faster connection.",
                StatusCodes.Status408RequestTimeout);
        }
    }
}
