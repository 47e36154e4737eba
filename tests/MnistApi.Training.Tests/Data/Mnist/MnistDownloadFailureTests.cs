using MnistApi.Training.Data.Idx;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Training.Tests.Data.Mnist;

public sealed class MnistDownloadFailureTests : IDisposable
{
    private static readonly byte[] Content = Downloads.Files[Downloads.TrainingImages];

    private static readonly Dictionary<string, (Func<LoopbackMirror.Request, Task> Answer, string Reason)> Faults = new()
    {
        ["404"] = (request => request.AnswerAsync("404 Not Found"), "answered 404 Not Found"),
        ["500"] = (request => request.AnswerAsync("500 Internal Server Error"), "answered 500 Internal Server Error"),
        ["hangs up"] = (_ => Task.CompletedTask, "The response ended prematurely"),
        ["wrong bytes"] = (
            request => request.ServeAsync([.. request.Content[..^9], 1, .. request.Content[^8..]]),
            "sent contents with another SHA-256 than"),
        ["other length"] = (request => request.ServeAsync(new byte[153]), $"announces 153 bytes instead of {Content.Length}"),
        ["early end"] = (
            async request =>
            {
                await request.AnswerAsync("200 OK");
                await request.Stream.WriteAsync(request.Content.AsMemory(0, 100), request.Stopped);
            },
            $"ended after 100 of {Content.Length} bytes"),
        ["endless"] = (
            async request =>
            {
                await request.AnswerAsync("200 OK");
                while (true) await request.Stream.WriteAsync(new byte[10_000], request.Stopped);
            },
            $"sends more than the expected {Content.Length} bytes"),
        ["unasked range"] = (
            request => request.AnswerAsync("206 Partial Content", "Content-Length: 1", "Content-Range: bytes 5-5/6"),
            "answered with another range than the requested one"),
    };

    private readonly Downloads _downloads = new();

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    public void Dispose() => _downloads.Dispose();

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_faulty_mirror_is_reported_and_leaves_nothing_that_would_be_read(string fault)
    {
        await using var mirror = new LoopbackMirror(Downloads.Files, Faults[fault].Answer);

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(() => _downloads.LoadAsync(mirror));

        Assert.Contains(
            $"Mirrors: {mirror.Address} (train-images-idx3-ubyte.gz): {Faults[fault].Reason}", e.Message, StringComparison.Ordinal);
        Assert.Equal(4, IdxDirectory.MissingFiles(_downloads.Directory).Count);
        Assert.True(!File.Exists(_downloads.PartPath) || new FileInfo(_downloads.PartPath).Length <= Content.Length);
    }

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task The_second_mirror_makes_good_what_the_first_did_not_deliver(string fault)
    {
        await using var faulty = new LoopbackMirror(Downloads.Files, Faults[fault].Answer);
        await using var sound = new LoopbackMirror(Downloads.Files);

        var loaded = await _downloads.LoadAsync(faulty, sound);

        _downloads.AssertComplete(loaded);
        Assert.Equal([sound.Address], loaded.Mirrors);
        Assert.All(faulty.Requests, request => Assert.Equal((Downloads.TrainingImages, 0), request));
    }

    [Fact]
    public async Task A_cut_connection_is_taken_up_by_the_second_mirror_where_it_broke()
    {
        await using var cutting = new LoopbackMirror(Downloads.Files, request => request.ServeUntilAsync(20_000));
        await using var sound = new LoopbackMirror(Downloads.Files);

        _downloads.AssertComplete(await _downloads.LoadAsync(cutting, sound));
        Assert.Equal((Downloads.TrainingImages, 20_000), sound.Requests.First());
    }

    [Fact]
    public async Task A_file_begun_anew_does_not_keep_the_end_of_what_was_there()
    {
        await using var cutting = new LoopbackMirror(Downloads.Files, request => (request with { From = 0 }).ServeUntilAsync(500));
        _downloads.LeavePart(Content[..1000]);

        await Assert.ThrowsAsync<DatasetUnavailableException>(() => _downloads.LoadAsync(cutting));

        Assert.Equal(Content[..500], File.ReadAllBytes(_downloads.PartPath));
    }

    [Fact]
    public async Task Cancelling_keeps_what_has_arrived_for_the_next_call()
    {
        await using var stalling = new LoopbackMirror(Downloads.Files, async request =>
        {
            await request.ServeUntilAsync(20_000);
            await request.StallAsync();
        });
        await using var sound = new LoopbackMirror(Downloads.Files);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var cancelAtEnd = new Reaction(report =>
        {
            if (report.Bytes == 20_000) cancellation.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _downloads.LoadAsync(_downloads.From(stalling.Address, sound.Address), cancelAtEnd, token: cancellation.Token));

        Assert.Empty(sound.Requests);
        _downloads.AssertComplete(await _downloads.LoadAsync(sound));
        Assert.Equal((Downloads.TrainingImages, 20_000), sound.Requests.First());
    }

    private sealed class Reaction(Action<DownloadProgress> act) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => act(value);
    }
}
