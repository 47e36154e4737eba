using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Tests.Predictions.Uploads;

/// <summary>The memory that many simultaneous large uploads cost, and whether slow clients can block the others.</summary>
public sealed class UploadSlotsTests : IAsyncLifetime
{
    private const int LargeMegabytes = 10;
    private const int LargeBytes = LargeMegabytes * 1024 * 1024;

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(90);

    private ServiceProcess? _service;

    private HttpClient Client => _service!.Client;

    public async ValueTask InitializeAsync() => _service = await ServiceProcess.StartAsync();

    public ValueTask DisposeAsync() => _service!.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_many_large_uploads_arrive_the_service_holds_only_as_many_as_there_are_places(bool isForm)
    {
        const int Clients = 4 * UploadSlots.Count;
        await PredictAsync(isForm, Task.CompletedTask); // Compiles the code and loads the model.
        ProcessMemory.ResetPeak(_service!.ProcessId);
        var before = ProcessMemory.Peak(_service.ProcessId);
        using var sent = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();

        var large = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => PredictAsync(isForm, goOn.Task, sent))).ToArray();
        for (var i = 0; i < UploadSlots.Count; i++)
        {
            var isSent = await sent.WaitAsync(Forever, TestContext.Current.CancellationToken);
            Assert.True(isSent, "Fewer uploads than there are places reached their last bytes.");
        }

        // A small upload does not wait for the large ones.
        var small = await Client.PredictAsync(UploadRequests.Form(UploadRequests.Drawing(ImageFormat.Png)));
        var held = ProcessMemory.Peak(_service.ProcessId) - before;
        goOn.SetResult();

        var predictions = await Task.WhenAll(large).WaitAsync(Forever, TestContext.Current.CancellationToken);
        Assert.All(predictions, prediction => Assert.Equal(small.Digit, prediction.Digit));
        // The server also buffers parts of waiting uploads. The peak includes the memory of the decoders, and is less than all files
        // together.
        Assert.InRange(held, 0, 2 * UploadSlots.Count * LargeMegabytes);
        Assert.InRange(ProcessMemory.Peak(_service.ProcessId) - before, 0, Clients * LargeMegabytes);
    }

    [Fact]
    public async Task Clients_that_stop_sending_lose_their_places_and_learn_why()
    {
        var stalled = await StallAsync(UploadSlots.Count);
        try
        {
            await PredictAsync(isForm: false, Task.CompletedTask).WaitAsync(Forever, TestContext.Current.CancellationToken);
            foreach (var client in stalled)
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8, leaveOpen: true);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
                limit.CancelAfter(Forever);
                Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(limit.Token));
                Assert.Contains("arrives too slowly", await reader.ReadToEndAsync(limit.Token), StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var client in stalled) client.Dispose();
        }
    }

    [Fact]
    public async Task Clients_that_disconnect_free_their_places()
    {
        for (var round = 0; round < 3; round++)
            foreach (var client in await StallAsync(UploadSlots.Count)) client.Dispose();

        await PredictAsync(isForm: true, Task.CompletedTask).WaitAsync(Forever, TestContext.Current.CancellationToken);
    }

    /// <summary>Connects clients that send one megabyte of ten.</summary>
    private async Task<IReadOnlyList<TcpClient>> StallAsync(int count)
    {
        var clients = new List<TcpClient>();
        for (var i = 0; i < count; i++)
        {
            var client = new TcpClient();
            clients.Add(client);
            await client.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port, TestContext.Current.CancellationToken);
            var head = $"POST {Api.Predictions} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + $"Content-Type: image/png\r\nContent-Length: {LargeBytes}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(new byte[1024 * 1024], TestContext.Current.CancellationToken);
        }

        return clients;
    }

    /// <summary>Sends the largest allowed upload. Its last bytes follow when <paramref name="goOn"/> completes.</summary>
    private Task<Prediction> PredictAsync(bool isForm, Task goOn, SemaphoreSlim? sent = null)
    {
        HttpContent file = new HeldBack(goOn, sent) { Headers = { ContentType = MediaTypeHeaderValue.Parse("image/png") } };
        return Client.PredictAsync(isForm ? new MultipartFormDataContent { { file, "image", "digit.png" } } : file);
    }

    /// <summary>A drawing, followed by ignored bytes up to the limit.</summary>
    private sealed class HeldBack(Task goOn, SemaphoreSlim? sent) : HttpContent
    {
        private const int LastBytes = 1000;

        private static readonly byte[] File =
        [
            .. UploadRequests.Drawing(ImageFormat.Png),
            .. new byte[LargeBytes - UploadRequests.Drawing(ImageFormat.Png).Length],
        ];

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(File.AsMemory(..^LastBytes));
            await stream.FlushAsync();
            sent?.Release();
            await goOn;
            await stream.WriteAsync(File.AsMemory(^LastBytes..));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = LargeBytes;
            return true;
        }
    }
}
