using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using MnistApi.Imaging;
using MnistApi.Predictions.Contracts;
using MnistApi.Predictions.Uploads;

namespace MnistApi.Tests.Predictions.Uploads;

/// <summary>Many large uploads at once: what they cost the service, and whether one can keep others from their answers.</summary>
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
    public async Task However_many_large_uploads_come_no_more_of_them_are_in_memory_than_there_are_places(bool isForm)
    {
        const int Clients = 4 * UploadSlots.Count;
        await PredictAsync(isForm, Task.CompletedTask); // Code is compiled, the model is there.
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

        var small = await Client.PredictAsync(UploadRequests.Form(UploadRequests.Drawing(ImageFormat.Png))); // It does not wait for the large ones.
        var held = ProcessMemory.Peak(_service.ProcessId) - before;
        goOn.SetResult();

        var predictions = await Task.WhenAll(large).WaitAsync(Forever, TestContext.Current.CancellationToken);
        Assert.All(predictions, prediction => Assert.Equal(small.Digit, prediction.Digit));
        Assert.InRange(held, 0, 2 * UploadSlots.Count * LargeMegabytes); // The server has some of those that wait.
        Assert.InRange(ProcessMemory.Peak(_service.ProcessId) - before, 0, Clients * LargeMegabytes); // With what decoders took: less than all of the files, of which there were copies once.
    }

    [Fact]
    public async Task Clients_that_stop_sending_lose_their_places_and_hear_why()
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
    public async Task Clients_that_go_away_leave_their_places()
    {
        for (var round = 0; round < 3; round++)
            foreach (var client in await StallAsync(UploadSlots.Count)) client.Dispose();

        await PredictAsync(isForm: true, Task.CompletedTask).WaitAsync(Forever, TestContext.Current.CancellationToken);
    }

    /// <summary>Clients that send a megabyte of ten.</summary>
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

    /// <summary>Sends an upload as large as may be; its last bytes come when they may.</summary>
    private Task<Prediction> PredictAsync(bool isForm, Task goOn, SemaphoreSlim? sent = null)
    {
        HttpContent file = new HeldBack(goOn, sent) { Headers = { ContentType = MediaTypeHeaderValue.Parse("image/png") } };
        return Client.PredictAsync(isForm ? new MultipartFormDataContent { { file, "image", "digit.png" } } : file);
    }

    /// <summary>A drawing, and then bytes that nobody looks at, up to the limit.</summary>
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
