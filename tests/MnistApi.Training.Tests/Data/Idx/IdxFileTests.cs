using System.IO.Compression;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Tests.Data.Idx;

public sealed class IdxFileTests : IDisposable
{
    private static readonly ImageSet Three = SmallDigits.Set(3, seed: 1);

    private readonly TemporaryDirectory _directory = new();

    private string Images => _directory.File("images");

    private string Labels => _directory.File("labels");

    public IdxFileTests() => IdxFile.Write(Three, Images, Labels);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_is_a_big_endian_header_and_the_bytes()
    {
        Assert.Equal([0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2], File.ReadAllBytes(Labels));
        Assert.Equal([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28, .. Three.Pixels.ToArray()], File.ReadAllBytes(Images));
    }

    [Fact]
    public void Compression_is_recognized_by_content_whatever_the_name()
    {
        Compress(Images);
        File.Move(Labels, Labels + ".gz");

        var read = IdxFile.Read(Images, Labels + ".gz");

        Assert.Equal(Three.Pixels.ToArray(), read.Pixels.ToArray());
        Assert.Equal(Three.Labels.ToArray(), read.Labels.ToArray());
    }

    [Fact]
    public void A_file_larger_than_one_step_of_memory_is_read_whole()
    {
        var many = SmallDigits.Set(4_000, seed: 2);
        IdxFile.Write(many, Images, Labels);

        Assert.True(many.Pixels.Span.SequenceEqual(IdxFile.Read(Images, Labels).Pixels.Span));
    }

    [Fact]
    public void Swapped_files_are_told_apart_by_their_magic_numbers()
    {
        var e = Assert.Throws<DatasetFormatException>(() => IdxFile.Read(Labels, Images));
        Assert.Equal(
            $"{Images} begins with 0x00000803, the magic number of images. Expected is 0x00000801, the magic number of labels. "
            + "Check that the file has the right name and is an IDX file.",
            e.Message);
    }

    [Fact]
    public void A_web_page_under_the_name_of_a_file_is_refused()
    {
        File.WriteAllText(Images, "<html>");
        AssertBroken(Images, "begins with 0x3C68746D, which is not the magic number of images or labels");
    }

    [Theory]
    [InlineData(0, "is truncated: it has 0 of 16 uncompressed bytes")]
    [InlineData(2, "is truncated: it has 2 of 16 uncompressed bytes")]
    [InlineData(15, "is truncated: it has 15 of 16 uncompressed bytes")]
    [InlineData(16, "is truncated: it has 16 of 2368 uncompressed bytes")]
    [InlineData(2367, "is truncated: it has 2367 of 2368 uncompressed bytes")]
    public void A_truncated_file_is_refused_with_both_lengths(int length, string problem)
    {
        Rewrite(Images, bytes => bytes[..length]);
        AssertBroken(Images, problem);

        Compress(Images);
        AssertBroken(Images, problem);
    }

    [Fact]
    public void Bytes_after_the_last_item_are_refused()
    {
        Rewrite(Labels, bytes => [.. bytes, 0]);
        AssertBroken(Labels, "has more uncompressed bytes than the 11 of its 3 items");
    }

    [Fact]
    public void Images_and_labels_must_be_as_many()
    {
        IdxFile.Write(SmallDigits.Set(4, seed: 1), _directory.File("others"), Labels);
        AssertBroken(Labels, $"has 4 labels, but {Images} has 3 images");
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        Rewrite(Images, bytes => [.. bytes[..8], 0, 0, 0, 32, 0, 0, 0, 16, .. bytes[16..]]);
        AssertBroken(Images, "has images of 32x16 pixels. Use a dataset with images of 28x28 pixels");
    }

    [Fact]
    public void A_label_above_9_is_refused_with_its_index()
    {
        Rewrite(Labels, bytes => [.. bytes[..^1], 10]);
        AssertBroken(Labels, "has label 10 at index 2, but labels must be from 0 to 9");
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1_000_001u)]
    [InlineData(uint.MaxValue)]
    public void An_absurd_count_is_refused(uint count)
    {
        Rewrite(Images, bytes => [.. bytes[..4], .. BigEndian(count), .. bytes[8..]]);
        AssertBroken(Images, $"must have between 1 and 1000000 items. Its header says {count}.");
    }

    [Fact]
    public void A_claim_of_many_items_takes_no_memory_that_the_data_does_not_back()
    {
        Rewrite(Images, bytes => [.. bytes[..4], .. BigEndian(1_000_000), .. bytes[8..]]);
        Compress(Images);

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertBroken(Images, "is truncated: it has 2368 of 784000016 uncompressed bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Damage_inside_gzip_is_noticed_by_its_checksum()
    {
        Compress(Images);
        Rewrite(Images, bytes => [.. bytes[..1000], (byte)(bytes[1000] ^ 1), .. bytes[1001..]]);
        AssertBroken(Images, "is a damaged gzip file");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Labels);
        Assert.Equal(Labels, Assert.Throws<FileNotFoundException>(() => IdxFile.Read(Images, Labels)).FileName);
    }

    private void AssertBroken(string path, string problem)
    {
        var e = Assert.Throws<DatasetFormatException>(() => IdxFile.Read(Images, Labels));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path} {problem}", e.Message, StringComparison.Ordinal);
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static void Rewrite(string path, Func<byte[], byte[]> change) => File.WriteAllBytes(path, change(File.ReadAllBytes(path)));

    private static void Compress(string path)
    {
        var bytes = File.ReadAllBytes(path);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        gzip.Write(bytes);
    }
}
