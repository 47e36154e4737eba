using System.Collections.Concurrent;

namespace MnistApi.Predictions.Uploads;

/// <summary>
/// Limits the memory of large bodies. <see cref="Count"/> of them are read and decoded at once, and the others wait until one of these
/// ends. The memory of all uploads is therefore at most <see cref="Count"/> times that of the largest one.
/// </summary>
internal sealed class UploadSlots : IDisposable
{
    public const int Count = 16;

    /// <summary>The bytes that a body may have without a slot. Drawings and scans of a digit are smaller, so they never wait.</summary>
    public const int FreeBytes = 256 * 1024;

    private readonly SemaphoreSlim _free = new(Count);

    /// <summary>The buffer that was returned last is used first, so only as many buffers grow as are needed at once.</summary>
    private readonly ConcurrentStack<UploadBuffer> _buffers = new(Enumerable.Range(0, Count).Select(_ => new UploadBuffer()));

    public void Dispose() => _free.Dispose();

    /// <summary>Waits for a free slot. Requests get slots in the order in which they ask.</summary>
    public async Task<UploadSlot> TakeAsync(CancellationToken token)
    {
        await _free.WaitAsync(token);
        return _buffers.TryPop(out var buffer)
            ? new UploadSlot(this, buffer)
            : throw new InvalidOperationException("There are fewer buffers than slots.");
    }

    public void Return(UploadBuffer buffer)
    {
        _buffers.Push(buffer);
        _free.Release();
    }
}

/// <summary>
/// Memory that is used again. Arrays of this size would stay in memory for a long time before the garbage collector frees them.
/// </summary>
internal sealed class UploadBuffer
{
    private byte[] _bytes = [];

    /// <summary>Memory of at least the given number of bytes.</summary>
    public byte[] OfAtLeast(long size) => _bytes = _bytes.Length >= size ? _bytes : new byte[size];
}
