using MnistApi.Training.Data.Mnist;

namespace MnistApi.Training.Tests.Data.Mnist;

public sealed class MnistDownloadStallTests : IDisposable
{
    private readonly Downloads _downloads = new();
    private readonly ManualTimers _time = new();

    public void Dispose() => _downloads.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task A_mirror_that_does_not_answer_is_left_for_the_second()
    {
        await using var silent = new LoopbackMirror(Downloads.Files, request => request.StallAsync());
        await using var sound = new LoopbackMirror(Downloads.Files);

        var loading = _downloads.LoadAsync(
            _downloads.From(silent.Address, sound.Address) with { ResponseTimeout = TimeSpan.FromHours(1) }, time: _time);
        await Until(() => !silent.Requests.IsEmpty);
        Assert.False(loading.IsCompleted);
        _time.RunOut();

        _downloads.AssertComplete(await loading);
        Assert.Single(silent.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_mirror_that_pauses_too_long_is_reported_and_what_it_sent_is_kept()
    {
        await using var stalling = new LoopbackMirror(Downloads.Files, async request =>
        {
            await request.ServeUntilAsync(20_000);
            await request.StallAsync();
        });

        var loading = _downloads.LoadAsync(_downloads.From(stalling.Address) with { StallTimeout = TimeSpan.FromHours(2) }, time: _time);
        await Until(() => File.Exists(_downloads.PartPath) && new FileInfo(_downloads.PartPath).Length == 20_000);
        Assert.False(loading.IsCompleted);
        await Until(() =>
        {
            _time.RunOut();
            return loading.IsCompleted;
        });

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(() => loading);
        Assert.Contains($"{stalling.Address} (train-images-idx3-ubyte.gz): sent nothing for 7200 s.", e.Message, StringComparison.Ordinal);
        Assert.Equal(20_000, new FileInfo(_downloads.PartPath).Length);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
