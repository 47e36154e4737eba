using MnistApi.Training.Data.Idx;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Training.Tests.Data.Mnist;

public sealed class MnistDownloadTests : IDisposable
{
    private static readonly byte[] Content = Downloads.Files[Downloads.TrainingImages];

    private readonly Downloads _downloads = new();

    public void Dispose() => _downloads.Dispose();

    [Fact]
    public async Task Every_file_is_fetched_once_and_found_the_next_time()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);

        var loaded = await _downloads.LoadAsync(mirror);

        _downloads.AssertComplete(loaded);
        Assert.Equal([mirror.Address], loaded.Mirrors);
        Assert.Equal(Downloads.Files.Keys.Select(file => (file, 0)), mirror.Requests);
        Assert.Empty((await _downloads.LoadAsync(mirror)).Mirrors);
        Assert.Equal(4, mirror.Requests.Count);
    }

    [Fact]
    public async Task A_mirror_may_be_given_without_a_slash_at_the_end()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        _downloads.AssertComplete(await _downloads.LoadAsync(_downloads.From(new Uri(mirror.Address.AbsoluteUri.TrimEnd('/')))));
    }

    [Fact]
    public async Task Progress_tells_the_bytes_of_each_file_up_to_its_end()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        var reports = new Reports();

        await _downloads.LoadAsync(_downloads.From(mirror.Address), reports);

        Assert.All(Downloads.Files, file =>
        {
            var ofFile = reports.Where(report => report.File + ".gz" == file.Key).ToList();
            Assert.All(ofFile, report => Assert.Equal((mirror.Address, file.Value.Length), (report.Mirror, report.TotalBytes)));
            Assert.Equal(ofFile.Select(report => report.Bytes).Order(), ofFile.Select(report => report.Bytes));
            Assert.Equal(file.Value.Length, ofFile[^1].Bytes);
        });
    }

    [Fact]
    public async Task What_an_interrupted_download_left_is_not_fetched_again()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        _downloads.LeavePart(Content[..1000]);

        _downloads.AssertComplete(await _downloads.LoadAsync(mirror));
        Assert.Equal((Downloads.TrainingImages, 1000), mirror.Requests.First());
        Assert.Equal(4, mirror.Requests.Count);
    }

    [Fact]
    public async Task A_download_that_was_killed_before_its_last_step_needs_no_request()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        await _downloads.LoadAsync(mirror);
        File.Move(_downloads.FinalPath, _downloads.PartPath);

        var loaded = await _downloads.LoadAsync(mirror);

        _downloads.AssertComplete(loaded);
        Assert.Empty(loaded.Mirrors);
        Assert.Equal(4, mirror.Requests.Count);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task A_rotten_part_is_thrown_away_and_the_file_fetched_whole(int length)
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        _downloads.LeavePart(new byte[length]);

        _downloads.AssertComplete(await _downloads.LoadAsync(mirror));
        Assert.Contains((Downloads.TrainingImages, 0), mirror.Requests);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_the_file_from_the_beginning()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files, request => request.ServeWholeAsync());
        _downloads.LeavePart(Content[..1000]);

        _downloads.AssertComplete(await _downloads.LoadAsync(mirror));
        Assert.Equal(4, mirror.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_refuses_ranges_is_asked_for_the_whole_file()
    {
        await using var mirror = new LoopbackMirror(
            Downloads.Files,
            request => request.From > 0 ? request.AnswerAsync("416 Range Not Satisfiable", "Content-Length: 0") : request.ServeAsync());
        _downloads.LeavePart(Content[..1000]);

        _downloads.AssertComplete(await _downloads.LoadAsync(mirror));
        Assert.Equal([(Downloads.TrainingImages, 1000), (Downloads.TrainingImages, 0)], mirror.Requests.Take(2));
    }

    [Fact]
    public async Task Files_that_are_there_are_kept_and_only_the_others_fetched()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        Directory.CreateDirectory(_downloads.Directory);
        File.WriteAllBytes(_downloads.FinalPath, Content);

        _downloads.AssertComplete(await _downloads.LoadAsync(mirror));
        Assert.Equal(3, mirror.Requests.Count);
    }

    [Fact]
    public async Task A_file_of_another_dataset_is_neither_replaced_nor_mixed_with_downloads()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        var foreign = Downloads.Compressed(SmallDigits.Dataset(seed: 5))[Downloads.TrainingImages];
        Directory.CreateDirectory(_downloads.Directory);
        File.WriteAllBytes(_downloads.FinalPath, foreign);

        var e = await Assert.ThrowsAsync<DatasetFormatException>(() => _downloads.LoadAsync(mirror));

        Assert.StartsWith(_downloads.FinalPath, e.Message, StringComparison.Ordinal);
        Assert.Equal(foreign, File.ReadAllBytes(_downloads.FinalPath));
        Assert.Empty(mirror.Requests);
    }

    private sealed class Reports : List<DownloadProgress>, IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => Add(value);
    }
}
