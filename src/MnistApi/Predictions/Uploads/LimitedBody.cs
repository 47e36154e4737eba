using Microsoft.AspNetCore.Http.Features;

namespace MnistApi.Predictions.Uploads;

/// <summary>
/// The body of a request, with a limit on its length that holds whatever the headers say. A large body waits for a slot and keeps it until
/// the body is disposed of. The server discards for a few seconds what has not been read, so that the client receives the response.
/// </summary>
internal sealed class LimitedBody : Stream
{
    private const int FirstBytes = 64 * 1024;

    private readonly Stream _body;
    private readonly long? _announced;
    private readonly long _limit;
    private readonly UploadSlots _slots;
    private long _length;
    private UploadSlot? _slot;

    public LimitedBody(HttpRequest request, long limit, UploadSlots slots)
    {
        (_body, _announced, _limit, _slots) = (request.Body, request.ContentLength, limit, slots);
        var server = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (server is { IsReadOnly: false }) server.MaxRequestBodySize = null;
        if (request.ContentLength > limit) throw TooLong();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="BadHttpRequestException">With status 413: the body is longer than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_length >= UploadSlots.FreeBytes) _slot ??= await _slots.TakeAsync(cancellationToken);
        var count = await (_slot is null ? _body.ReadAsync(buffer, cancellationToken) : _slot.ReadAsync(_body, buffer, cancellationToken));
        _length += count;
        return _length > _limit ? throw TooLong() : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads the whole body. The memory is valid until the body is disposed of.</summary>
    /// <exception cref="BadHttpRequestException">With status 413: the body is longer than the limit.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken token) => ReadAllAsync(this, token);

    /// <summary>
    /// Reads a whole part of the body, such as a file of a form. The memory is valid until the next part is read or the body is disposed
    /// of.
    /// </summary>
    /// <exception cref="BadHttpRequestException">With status 413: the body is longer than the limit.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream part, CancellationToken token) =>
        (await ReadUpToAsync(part, int.MaxValue, token))!.Value;

    /// <summary>
    /// Reads a part of the body up to a limit. The memory is valid until the next part is read or the body is disposed of.
    /// </summary>
    /// <param name="limit">The most bytes that the part may have.</param>
    /// <returns>Null if the part is longer; the rest of it has not been read.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadUpToAsync(Stream part, int limit, CancellationToken token)
    {
        var most = Math.Min(limit, _announced ?? _limit);
        var bytes = _slot?.BufferOf(most + 1) ?? new byte[Math.Min(FirstBytes, most + 1)];
        var length = 0;
        while (await part.ReadAsync(bytes.AsMemory(length), token) is > 0 and var count)
        {
            length += count;
            if (length > limit) return null;
            if (length < bytes.Length) continue;

            // The memory grows with what arrives, not with what the headers announce.
            var larger = _slot?.BufferOf(most + 1) ?? new byte[Math.Min(2L * length, most + 1)];
            bytes.CopyTo(larger, 0);
            bytes = larger;
        }

        return bytes.AsMemory(0, length);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Interlocked.Exchange(ref _slot, null)?.Dispose();
        base.Dispose(disposing);
    }

    private BadHttpRequestException TooLong() => new($"The body has more than {_limit:N0} bytes.", StatusCodes.Status413PayloadTooLarge);
}
