using System.Collections.Concurrent;

namespace MnistApi.Predictions.Uploads;

/// <summary>
/// Room in memory for bodies of considerable size: so many of them at once are read and decoded, and of the others nothing more is read until one has ended.
/// So what uploads cost is bounded by <see cref="Count"/> times the largest of them, however many come.
/// </summary>
internal sealed class UploadPlaces : IDisposable
{
    public const int Count = 16;

    /// <summary>What a body may have without a place: drawings and scans of a digit never wait.</summary>
    public const int FreeBytes = 256 * 1024;

    private readonly SemaphoreSlim _free = new(Count);

    /// <summary>The one that was left last is taken first: as many get their memory as are needed at once.</summary>
    private readonly ConcurrentStack<UploadRoom> _rooms = new(Enumerable.Range(0, Count).Select(_ => new UploadRoom()));

    public void Dispose() => _free.Dispose();

    /// <summary>Waits for a place; whoever came first has it first.</summary>
    public async Task<UploadPlace> TakeAsync(CancellationToken token)
    {
        await _free.WaitAsync(token);
        return _rooms.TryPop(out var room) ? new UploadPlace(this, room) : throw new InvalidOperationException("There are fewer rooms than places.");
    }

    public void Leave(UploadRoom room)
    {
        _rooms.Push(room);
        _free.Release();
    }
}

/// <summary>Memory that is kept for the next one: as garbage, arrays of this size would stay beside the new ones for long.</summary>
internal sealed class UploadRoom
{
    private byte[] _bytes = [];

    public byte[] OfAtLeast(long size) => _bytes = _bytes.Length >= size ? _bytes : new byte[size];
}
