using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MnistApi.Predictions.Uploads;

/// <summary>
/// A request's body, whose length is limited as it is read, whatever its headers say. A considerable one waits for a place, and has it until it is disposed of.
/// What is not read the server throws away, for a few seconds, so that the client hears the answer.
/// </summary>
internal sealed class LimitedBody : Stream
{
    private const int FirstBytes = 64 * 1024;

    private readonly Stream _body;
    private readonly long? _announced;
    private readonly long _limit;
    private readonly UploadPlaces _places;
    private long _length;
    private UploadPlace? _place;

    public LimitedBody(HttpRequest request, long limit, UploadPlaces places)
    {
        (_body, _announced, _limit, _places) = (request.Body, request.ContentLength, limit, places);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;
        if (request.ContentLength > limit) throw TooLong();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A request's content type without its parameters, in lower case; empty where there is none.</summary>
    public static string TypeOf(HttpRequest request, out MediaTypeHeaderValue? parsed) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out parsed) ? parsed.MediaType.Value!.ToLowerInvariant() : "";

    /// <exception cref="BadHttpRequestException">With the status 413: the body is longer than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_length >= UploadPlaces.FreeBytes) _place ??= await _places.TakeAsync(cancellationToken);
        var count = await (_place is null ? _body.ReadAsync(buffer, cancellationToken) : _place.ReadAsync(_body, buffer, cancellationToken));
        _length += count;
        return _length > _limit ? throw TooLong() : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>All of it, until the body is disposed of.</summary>
    /// <exception cref="BadHttpRequestException">With the status 413: the body is longer than the limit.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken token) => ReadAllAsync(this, token);

    /// <summary>All of a part of it, such as a file of a form, until the next is read or the body is disposed of.</summary>
    /// <exception cref="BadHttpRequestException">With the status 413: the body is longer than the limit.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream part, CancellationToken token) => (await ReadUpToAsync(part, int.MaxValue, token))!.Value;

    /// <summary>A part of it, unless that is longer; until the next is read or the body is disposed of.</summary>
    /// <param name="limit">Of its bytes.</param>
    /// <returns>Null where it is longer; then some of it has not been read.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadUpToAsync(Stream part, int limit, CancellationToken token)
    {
        var most = Math.Min(limit, _announced ?? _limit);
        var bytes = _place?.Room(most + 1) ?? new byte[Math.Min(FirstBytes, most + 1)];
        var length = 0;
        while (await part.ReadAsync(bytes.AsMemory(length), token) is > 0 and var count)
        {
            length += count;
            if (length > limit) return null;
            if (length < bytes.Length) continue;
            var larger = _place?.Room(most + 1) ?? new byte[Math.Min(2L * length, most + 1)]; // It grows with what comes, not with what is announced.
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
        if (disposing) Interlocked.Exchange(ref _place, null)?.Dispose();
        base.Dispose(disposing);
    }

    private BadHttpRequestException TooLong() => new($"The body has more than {_limit:N0} bytes.", StatusCodes.Status413PayloadTooLarge);
}
