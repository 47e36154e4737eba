using System.Net.Sockets;
using MnistApi.Training.Data.Idx;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Training.Tests.Data.Mnist;

public sealed class MnistSourceTests : IDisposable
{
    private readonly Downloads _downloads = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _downloads.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_first_directory_that_has_all_four_files_is_read_without_a_request()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        var (incomplete, first, second) = (_directory.File("incomplete"), _directory.File("first"), _directory.File("second"));
        IdxDirectory.Write(SmallDigits.Dataset(seed: 7), incomplete, compressed: false);
        File.Delete(Path.Combine(incomplete, IdxDirectory.TestLabels));
        IdxDirectory.Write(SmallDigits.Dataset(seed: 8), first, compressed: false);
        IdxDirectory.Write(SmallDigits.Dataset(seed: 9), second, compressed: true);

        var loaded = await _downloads.LoadAsync(_downloads.From(mirror.Address) with { Directories = [incomplete, first, second] });

        Assert.Equal(SmallDigits.Dataset(seed: 8).Sha256, loaded.Dataset.Sha256);
        Assert.Equal(("mnist", first), (loaded.Dataset.Name, loaded.Directory));
        Assert.Empty(loaded.Mirrors);
        Assert.Empty(mirror.Requests);
        Assert.False(Directory.Exists(_downloads.Directory));
    }

    [Fact]
    public async Task A_broken_file_is_an_error_and_no_reason_to_download()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        IdxDirectory.Write(Downloads.Dataset, _directory.Path, compressed: false);
        File.WriteAllBytes(_directory.File(IdxDirectory.TestLabels), [0, 0, 8, 1]);

        var e = await Assert.ThrowsAsync<DatasetFormatException>(
            () => _downloads.LoadAsync(_downloads.From(mirror.Address) with { Directories = [_directory.Path] }));

        Assert.StartsWith(_directory.File(IdxDirectory.TestLabels), e.Message, StringComparison.Ordinal);
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_and_no_reason_to_download()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        IdxDirectory.Write(Downloads.Dataset, _directory.Path, compressed: false);
        using var inUse = new FileStream(_directory.File(IdxDirectory.TestLabels), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(
            () => _downloads.LoadAsync(_downloads.From(mirror.Address) with { Directories = [_directory.Path] }));

        Assert.StartsWith($"The dataset mnist is in {_directory.Path}, but it cannot be read: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(inUse.Name, e.Message, StringComparison.Ordinal);
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public async Task Without_files_and_network_the_error_says_what_was_tried_and_what_to_do()
    {
        var (empty, nowhere) = (Directory.CreateDirectory(_directory.File("empty")).FullName, _directory.File("nowhere"));
        IdxDirectory.Write(Downloads.Dataset, empty, compressed: true);
        File.Delete(Path.Combine(empty, "t10k-labels-idx1-ubyte.gz"));
        await using var lacking = new LoopbackMirror(Downloads.Files, request => request.AnswerAsync("404 Not Found"));
        await using var broken = new LoopbackMirror(Downloads.Files, request => request.AnswerAsync("500 Internal Server Error"));

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(
            () => _downloads.LoadAsync(_downloads.From(lacking.Address, broken.Address) with { Directories = [nowhere, empty] }));

        Assert.Equal(
            "The dataset mnist is not available. "
            + $"Directories: {nowhere}: does not exist; {empty}: has no t10k-labels-idx1-ubyte; {_downloads.Directory}: does not exist. "
            + $"Mirrors: {lacking.Address} (train-images-idx3-ubyte.gz): answered 404 Not Found; "
            + $"{broken.Address} (train-images-idx3-ubyte.gz): answered 500 Internal Server Error. "
            + "Put the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte "
            + $"(with or without .gz) into {nowhere}, configure a directory that has them, or use the synthetic dataset.",
            e.Message);
    }

    [Fact]
    public async Task A_mirror_that_cannot_be_reached_is_named_with_the_reason()
    {
        var closed = new LoopbackMirror(Downloads.Files);
        await closed.DisposeAsync();

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(() => _downloads.LoadAsync(closed));

        var reason = Assert.IsType<SocketException>(e.GetBaseException()).Message;
        Assert.Contains($"Mirrors: {closed.Address} (train-images-idx3-ubyte.gz): {reason}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_mirrors_nothing_is_downloaded_and_nothing_is_created()
    {
        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(() => _downloads.LoadAsync(_downloads.From()));

        Assert.Contains("Mirrors: none is configured.", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_downloads.Directory));
    }

    [Fact]
    public async Task A_directory_given_twice_is_named_once_and_in_full()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _downloads.Directory);

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(
            () => _downloads.LoadAsync(_downloads.From() with { Directories = [relative] }));

        Assert.Contains($"Directories: {_downloads.Directory}: does not exist. Mirrors:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_directory_that_cannot_be_written_is_named()
    {
        await using var mirror = new LoopbackMirror(Downloads.Files);
        File.WriteAllText(_directory.File("file"), "");
        var below = _directory.File("file/downloads");

        var e = await Assert.ThrowsAsync<DatasetUnavailableException>(
            () => _downloads.LoadAsync(_downloads.From(mirror.Address) with { DownloadDirectory = below }));

        Assert.Contains("the download directory cannot be used", e.Message, StringComparison.Ordinal);
        Assert.Contains(below, e.Message, StringComparison.Ordinal);
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public void Unless_told_otherwise_the_published_files_come_from_the_public_mirrors()
    {
        var locations = new MnistLocations { Directories = [], DownloadDirectory = _directory.Path };

        Assert.Equal(
            ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
            locations.Mirrors.Select(mirror => mirror.AbsoluteUri));
        Assert.Same(MirroredFile.OfMnist, locations.Files);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)), (locations.ResponseTimeout, locations.StallTimeout));
    }
}
