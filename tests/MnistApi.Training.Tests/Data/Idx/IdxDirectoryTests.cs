using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Tests.Data.Idx;

public sealed class IdxDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_written_is_read_back(bool compressed)
    {
        var written = SmallDigits.Dataset();
        IdxDirectory.Write(written, _directory.Path, compressed);

        var read = IdxDirectory.Read(_directory.Path, "again");

        Assert.Equal("again", read.Name);
        Assert.Equal(written.Sha256, read.Sha256);
        Assert.Equal((50, 20), (read.Training.Count, read.Test.Count));
        Assert.All(Directory.GetFiles(_directory.Path), path => Assert.Equal(compressed, path.EndsWith(".gz", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_may_be_dotted_and_mixed_with_compressed_ones()
    {
        var written = SmallDigits.Dataset();
        IdxDirectory.Write(written, _directory.Path, compressed: true);
        File.Move(_directory.File("train-images-idx3-ubyte.gz"), _directory.File("train-images.idx3-ubyte.gz"));
        IdxFile.Write(written.Test, _directory.File("t10k-images.idx3-ubyte"), _directory.File("t10k-labels-idx1-ubyte.gz"));
        File.Delete(_directory.File("t10k-images-idx3-ubyte.gz"));

        Assert.Equal(written.Sha256, IdxDirectory.Read(_directory.Path, "mixed").Sha256);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        IdxDirectory.Write(SmallDigits.Dataset(), _directory.Path, compressed: false);
        File.Delete(_directory.File("t10k-labels-idx1-ubyte"));

        Assert.Equal(["t10k-labels-idx1-ubyte"], IdxDirectory.MissingFiles(_directory.Path));
        Assert.Equal(IdxDirectory.FileNames, IdxDirectory.MissingFiles(_directory.File("nowhere")));
        var missing = Assert.Throws<FileNotFoundException>(() => IdxDirectory.Read(_directory.Path, "mnist"));
        Assert.Contains("t10k-labels-idx1-ubyte", missing.Message, StringComparison.Ordinal);
    }
}
