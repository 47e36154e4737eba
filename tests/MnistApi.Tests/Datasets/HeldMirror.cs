using System.Net;

namespace MnistApi.Tests.Datasets;

/// <summary>
/// A mirror on this machine that serves the files of a directory, but holds back the end of each file until it is released.
/// </summary>
internal sealed class HeldMirror : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _directory;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public HeldMirror(string directory)
    {
        _directory = directory;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/mnist/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                await SendAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                if (!_listener.IsListening) return;
            }
        }
    }

    private async Task SendAsync(HttpListenerContext context)
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(_directory, Path.GetFileName(context.Request.Url!.LocalPath)));
        context.Response.ContentLength64 = file.Length;
        await context.Response.OutputStream.WriteAsync(file.AsMemory(0, file.Length / 2));
        await context.Response.OutputStream.FlushAsync();
        await _released.Task;
        await context.Response.OutputStream.WriteAsync(file.AsMemory(file.Length / 2));
        context.Response.Close();
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
