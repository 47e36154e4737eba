using System.IO.Compression;
using System.Security.Cryptography;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Training.Tests.Data.Mnist;

public class RealMnistTests
{
    [Fact]
    public void It_has_60000_training_and_10000_test_images()
    {
        var mnist = RealMnist.Dataset;
        Assert.Equal((60_000, 10_000), (mnist.Training.Count, mnist.Test.Count));
    }

    [Fact]
    public void Its_checksum_is_that_of_the_four_published_files()
    {
        Assert.Equal("b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a", RealMnist.Dataset.Sha256);
    }

    [Fact]
    public void Its_classes_are_as_frequent_as_published()
    {
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Histogram(RealMnist.Dataset.Training));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Histogram(RealMnist.Dataset.Test));
    }

    [Fact]
    public void The_share_of_zeros_in_the_first_5000_training_labels_is_that_of_the_lecture()
    {
        var zeros = RealMnist.Dataset.Training.Slice(0, 5_000).Labels.Span.Count((byte)0);
        Assert.Equal(0.0958, zeros / 5_000.0);
    }

    [Fact(Timeout = 60_000)]
    public async Task It_is_downloaded_whole_from_a_mirror()
    {
        await using var mirror = new LoopbackMirror(
            CompressedFiles().ToDictionary(file => file.Name + ".gz", file => File.ReadAllBytes(file.Path)));
        using var downloads = new Downloads();

        var loaded = await downloads.LoadAsync(downloads.From(mirror.Address) with { Files = MirroredFile.OfMnist });

        Assert.Equal(RealMnist.Dataset.Sha256, loaded.Dataset.Sha256);
    }

    [Fact]
    public void The_known_checksums_and_lengths_are_those_of_the_published_files()
    {
        var published = CompressedFiles().Select(file =>
        {
            using var contents = new GZipStream(File.OpenRead(file.Path), CompressionMode.Decompress);
            return new MirroredFile(file.Name, new FileInfo(file.Path).Length, Convert.ToHexStringLower(SHA256.HashData(contents)));
        });

        Assert.Equal(published, MirroredFile.OfMnist);
    }

    private static List<(string Name, string Path)> CompressedFiles()
    {
        var files = IdxDirectory.FileNames.Select(name => (name, Path: Path.Combine(RealMnist.Directory, name + ".gz"))).ToList();
        Assert.SkipUnless(
            files.All(file => File.Exists(file.Path)), $"The files in {RealMnist.Directory} are not compressed as the mirrors offer them.");
        return files;
    }

    private static int[] Histogram(ImageSet set) =>
        [.. Enumerable.Range(0, ImageSet.ClassCount).Select(digit => set.Labels.Span.Count((byte)digit))];
}
