using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MnistApi.Training.Tests.Data.Mnist;

/// <summary>An HTTP/1.1 server on loopback that misbehaves on demand. It serves the given files, one request per connection.</summary>
internal sealed class LoopbackMirror : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, byte[]> _files;
    private readonly Func<Request, Task> _answer;
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;

    /// <param name="files">What there is to fetch, by name.</param>
    /// <param name="answer">Answers a request for a file; by default as it should be.</param>
    public LoopbackMirror(IReadOnlyDictionary<string, byte[]> files, Func<Request, Task>? answer = null)
    {
        _files = files;
        _answer = answer ?? (request => request.ServeAsync());
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/mnist/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>What was asked for, in order: the file's name and where the range begins, 0 without a range.</summary>
    public ConcurrentQueue<(string File, int From)> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var file = (await reader.ReadLineAsync(_stopped.Token))!.Split(' ')[1].Replace("/mnist/", "", StringComparison.Ordinal);
                var from = 0;
                while (await reader.ReadLineAsync(_stopped.Token) is { Length: > 0 } header)
                {
                    if (header.StartsWith("Range: bytes=", StringComparison.Ordinal))
                        from = int.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
                }

                Requests.Enqueue((file, from));
                await _answer(new Request(file, from, _files[file], stream, _stopped.Token));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client left, or the test is over.
        }
    }

    internal sealed record Request(string File, int From, byte[] Content, NetworkStream Stream, CancellationToken Stopped)
    {
        /// <summary>Serves the file as it should be, from where the range begins.</summary>
        public Task ServeAsync() => ServeAsync(Content);

        /// <summary>Serves other contents than the file's.</summary>
        public async Task ServeAsync(byte[] content)
        {
            await BeginAsync(content);
            await Stream.WriteAsync(content.AsMemory(From), Stopped);
        }

        /// <summary>Begins as it should be, but sends only the bytes up to <paramref name="end"/>.</summary>
        public async Task ServeUntilAsync(int end)
        {
            await BeginAsync(Content);
            await Stream.WriteAsync(Content.AsMemory(From, end - From), Stopped);
        }

        /// <summary>Serves the whole file to whoever asks for a part.</summary>
        public Task ServeWholeAsync() => (this with { From = 0 }).ServeAsync();

        public async Task AnswerAsync(string status, params string[] headers)
        {
            var head = string.Concat(headers.Prepend($"HTTP/1.1 {status}").Append("Connection: close").Select(line => line + "\r\n"));
            await Stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"), Stopped);
        }

        /// <summary>Keeps the connection open and silent until the test is over.</summary>
        public Task StallAsync() => Task.Delay(Timeout.Infinite, Stopped);

        private Task BeginAsync(byte[] content)
        {
            var length = $"Content-Length: {content.Length - From}";
            return From == 0
                ? AnswerAsync("200 OK", length)
                : AnswerAsync("206 Partial Content", length, $"Content-Range: bytes {From}-{content.Length - 1}/{content.Length}");
        }
    }
}
