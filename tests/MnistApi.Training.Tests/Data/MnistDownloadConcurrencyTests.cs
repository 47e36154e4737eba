using System.Diagnostics;

namespace MnistApi.Training.Tests.Data;

public sealed class MnistDownloadConcurrencyTests : IDisposable
{
    private const string MirrorVariable = "MNIST_TEST_MIRROR";
    private const string DirectoryVariable = "MNIST_TEST_DIRECTORY";

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
        using var first = Start(mirror);
        using var second = Start(mirror);

        await AssertSucceedsAsync(first);
        await AssertSucceedsAsync(second);

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
        using var killed = Start(mirror);
        while (!File.Exists(_downloads.PartPath) || new FileInfo(_downloads.PartPath).Length < 20_000)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        var waiting = _downloads.LoadAsync(mirror);
        Assert.False(waiting.IsCompleted);
        killed.Kill();

        _downloads.AssertComplete(await waiting);
        Assert.Equal([(Downloads.TrainingImages, 0), (Downloads.TrainingImages, 20_000)], mirror.Requests.Take(2));
    }

    /// <summary>What the other processes run: this program, with this method alone.</summary>
    [Fact(Explicit = true)]
    public async Task Another_process_downloads()
    {
        var locations = _downloads.From(new Uri(Environment.GetEnvironmentVariable(MirrorVariable)!));
        var loaded = await _downloads.LoadAsync(locations with { DownloadDirectory = Environment.GetEnvironmentVariable(DirectoryVariable)! });
        Assert.Equal(Downloads.Dataset.Sha256, loaded.Dataset.Sha256);
    }

    private Process Start(LoopbackMirror mirror)
    {
        var tests = typeof(MnistDownloadConcurrencyTests);
        var process = new ProcessStartInfo(
            "dotnet", ["exec", tests.Assembly.Location, "-explicit", "only", "-method", $"{tests.FullName}.{nameof(Another_process_downloads)}"])
        {
            RedirectStandardOutput = true,
            Environment = { [MirrorVariable] = mirror.Address.AbsoluteUri, [DirectoryVariable] = _downloads.Directory },
        };

        // Its own temporary files go below ours, so that those of a killed process are removed as well.
        foreach (var variable in new[] { "TMPDIR", "TMP", "TEMP" })
            process.Environment[variable] = Path.GetDirectoryName(_downloads.Directory);
        return Process.Start(process)!;
    }

    private static async Task AssertSucceedsAsync(Process process)
    {
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }
}
