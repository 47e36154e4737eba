namespace MnistApi.Training.Tests.Data.Mnist;

public sealed class MnistDownloadConcurrencyTests : IDisposable
{
    private readonly Downloads _downloads = new();

    public void Dispose() => _downloads.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Calls_at_the_same_time_share_one_download()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _downloads.LoadAsync(mirror))));

        Assert.All(all, _downloads.AssertComplete);
        Assert.Single(all, loaded => loaded.Mirrors.Count == 1);
        Assert.Equal(4, mirror.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_another_download_can_be_cancelled()
    {
        var (asked, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var mirror = new LoopbackMirror(Downloads.Files, async request =>
        {
            asked.TrySetResult();
            await goOn.Task;
            await request.ServeAsync();
        });
        var first = _downloads.LoadAsync(mirror);
        await asked.Task;
        using var cancellation = new CancellationTokenSource();

        var second = _downloads.LoadAsync(_downloads.From(mirror.Address), token: cancellation.Token);
        Assert.False(second.IsCompleted);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        goOn.SetResult();
        _downloads.AssertComplete(await first);
    }

    [Fact(Timeout = 60_000)]
    public async Task Processes_at_the_same_time_share_one_download()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        using var first = DownloadProcess.Start(mirror.Address, _downloads.Directory);
        using var second = DownloadProcess.Start(mirror.Address, _downloads.Directory);

        await first.AssertSucceedsAsync();
        await second.AssertSucceedsAsync();

        Assert.Equal(4, mirror.Requests.Count);
        _downloads.AssertComplete(await _downloads.LoadAsync(mirror));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_killed_process_leaves_its_beginning_to_the_one_that_waits()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files, async request =>
        {
            if (request.From > 0 || request.File != Downloads.TrainingImages)
            {
                await request.ServeAsync();
                return;
            }

            await request.ServeUntilAsync(20_000);
            await request.StallAsync();
        });
        using var killed = DownloadProcess.Start(mirror.Address, _downloads.Directory);
        while (!File.Exists(_downloads.PartPath) || new FileInfo(_downloads.PartPath).Length < 20_000)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        var waiting = _downloads.LoadAsync(mirror);
        Assert.False(waiting.IsCompleted);
        killed.Kill();

        _downloads.AssertComplete(await waiting);
        Assert.Equal([(Downloads.TrainingImages, 0), (Downloads.TrainingImages, 20_000)], mirror.Requests.Take(2));
    }
}
