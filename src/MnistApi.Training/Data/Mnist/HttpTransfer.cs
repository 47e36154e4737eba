using System.Net;
using System.Net.Http.Headers;

namespace MnistApi.Training.Data.Mnist;

/// <summary>Completes a partial file of known length over HTTP. It does not check the contents.</summary>
internal sealed class HttpTransfer(HttpClient http, TimeProvider time, TimeSpan responseTimeout, TimeSpan stallTimeout)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// Requests the missing bytes of <paramref name="path"/> and appends them. If the server sends the whole file, it starts from the
    /// beginning. The received bytes stay in the file even if the transfer fails.
    /// </summary>
    /// <param name="address">The address of the whole file.</param>
    /// <param name="path">The partial file, shorter than <paramref name="length"/>. It is created if it does not exist.</param>
    /// <param name="length">Number of bytes of the whole file.</param>
    /// <param name="report">Called with the number of bytes in the file after every received piece.</param>
    /// <param name="token">Ends the transfer with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="DownloadException">The server did not deliver the file.</exception>
    /// <exception cref="IOException">The partial file cannot be written.</exception>
    public async Task CompleteAsync(Uri address, string path, long length, Action<long> report, CancellationToken token)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var response = await RequestAsync(address, file.Length, token);

        var start = Start(response, file.Length);
        if (response.Content.Headers.ContentLength is { } announced && announced != length - start)
            throw new DownloadException($"announces {announced} bytes instead of {length - start}");

        file.SetLength(start);
        file.Position = start;
        await using var body = await response.Content.ReadAsStreamAsync(token);
        await CopyAsync(body, file, length, report, token);
        file.Flush(flushToDisk: true);
    }

    private async Task<HttpResponseMessage> RequestAsync(Uri address, long from, CancellationToken token)
    {
        var response = await SendAsync(address, from, token);
        if (from == 0 || response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable) return response;

        response.Dispose();
        return await SendAsync(address, from: 0, token);
    }

    private Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken token) => WaitAsync(
        async limited =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.ParseAdd("identity");
            if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited);
        },
        responseTimeout,
        token);

    /// <summary>The position of the response's first byte in the file: after the existing bytes, or at the beginning.</summary>
    private static long Start(HttpResponseMessage response, long kept) => response switch
    {
        { StatusCode: HttpStatusCode.OK } => 0,
        { StatusCode: HttpStatusCode.PartialContent, Content.Headers.ContentRange.From: { } from } when from == kept => kept,
        { StatusCode: HttpStatusCode.PartialContent } => throw new DownloadException("answered with another range than the requested one"),
        _ => throw new DownloadException($"answered {(int)response.StatusCode} {response.ReasonPhrase}"),
    };

    private async Task CopyAsync(Stream body, FileStream file, long length, Action<long> report, CancellationToken token)
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var read = await WaitAsync(limited => body.ReadAsync(buffer, limited).AsTask(), stallTimeout, token);
            if (read == 0) break;
            if (file.Position + read > length) throw new DownloadException($"sends more than the expected {length} bytes");

            await file.WriteAsync(buffer.AsMemory(0, read), token);
            report(file.Position);
        }

        if (file.Position < length) throw new DownloadException($"ended after {file.Position} of {length} bytes");
    }

    /// <summary>Waits for the network up to a limit, and turns all its failures into one exception.</summary>
    private async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> operation, TimeSpan limit, CancellationToken token)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        try
        {
            return await operation(either.Token);
        }
        catch (Exception e) when (token.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException("The download was cancelled.", e, token);
        }
        catch (Exception e) when (late.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new DownloadException($"sent nothing for {limit.TotalSeconds:0.###} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !token.IsCancellationRequested)
        {
            throw new DownloadException(e.GetBaseException().Message, e);
        }
    }
}
