using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MnistApi.Predictions;

/// <summary>
/// A request's body, whose length is limited as it is read, whatever its headers say. What is not read the server throws away, for a few
/// seconds, so that the client hears the answer.
/// </summary>
internal sealed class LimitedBody : Stream
{
    private readonly Stream _body;
    private readonly long _limit;
    private long _length;

    public LimitedBody(HttpRequest request, long limit)
    {
        (_body, _limit) = (request.Body, limit);
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
        var count = await _body.ReadAsync(buffer, cancellationToken);
        _length += count;
        return _length > _limit ? throw TooLong() : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>All of it.</summary>
    /// <exception cref="BadHttpRequestException">With the status 413: the body is longer than the limit.</exception>
    public async Task<byte[]> ReadAllAsync(CancellationToken token)
    {
        using var all = new MemoryStream(); // It grows with what comes, not with what is announced.
        await CopyToAsync(all, token);
        return all.ToArray();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private BadHttpRequestException TooLong() => new($"The body has more than {_limit:N0} bytes.", StatusCodes.Status413PayloadTooLarge);
}
