using System.Diagnostics;

namespace MnistApi.Predictions.Uploads;

/// <summary>A place that a body has until it is disposed of, and that it must not hold without need: what is left of it has to come at some speed.</summary>
internal sealed class UploadPlace(UploadPlaces places, UploadRoom room) : IDisposable
{
    /// <summary>The time that a client has for each <see cref="UploadPlaces.FreeBytes"/>, which is 26 KB/s. Only waiting for it counts, not what is done with the bytes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _waited = new();
    private int _read;

    public void Dispose() => places.Leave(room);

    /// <summary>The place's memory; what was in it may be there still, if it was large enough.</summary>
    public byte[] Room(long size) => room.OfAtLeast(size);

    /// <exception cref="BadHttpRequestException">With the status 408: it comes too slowly.</exception>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken token)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(token);
        late.CancelAfter(_waited.Elapsed < Patience ? Patience - _waited.Elapsed : TimeSpan.Zero);
        _waited.Start();
        try
        {
            var count = await body.ReadAsync(buffer, late.Token);
            _waited.Stop();
            _read += count;
            if (_read < UploadPlaces.FreeBytes) return count;
            _read = 0;
            _waited.Reset();
            return count;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new BadHttpRequestException($"The body arrives too slowly: {UploadPlaces.FreeBytes / 1024} KB of it took more than {Patience.TotalSeconds:F0} seconds. Send a smaller image, or over a faster connection.", StatusCodes.Status408RequestTimeout);
        }
    }
}
