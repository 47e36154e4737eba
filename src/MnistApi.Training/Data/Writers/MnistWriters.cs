using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistApi.Training.Data.Writers;

/// <summary>The writers of MNIST's images. docs/decisions/0024-writers.md has the source of the table and its licence.</summary>
public static class MnistWriters
{
    /// <summary>The checksum of MNIST's four files, as in <c>Dataset.Sha256</c>.</summary>
    public const string MnistSha256 = "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

    /// <summary>The length of an IDX header with one dimension. The table is an IDX file of 16-bit integers.</summary>
    private const int HeaderLength = 8;

    private const int TrainingCount = 60_000, TestCount = 10_000;

    private static readonly Lazy<ImageWriters> Table = new(Read);

    /// <summary>The writers of the dataset with this checksum; null if it is not MNIST.</summary>
    public static ImageWriters? Find(string datasetSha256) => datasetSha256 == MnistSha256 ? Table.Value : null;

    private static ImageWriters Read()
    {
        using var resource = typeof(MnistWriters).Assembly.GetManifestResourceStream("mnist-writers-idx1-short.gz")!;
        using var table = new GZipStream(resource, CompressionMode.Decompress);
        table.ReadExactly(new byte[HeaderLength]);
        return new ImageWriters(ReadNumbers(table, TrainingCount), ReadNumbers(table, TestCount));
    }

    private static ushort[] ReadNumbers(Stream table, int count)
    {
        var bytes = new byte[count * sizeof(ushort)];
        table.ReadExactly(bytes);
        var numbers = new ushort[count];
        for (var i = 0; i < count; i++) numbers[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(i * sizeof(ushort)));
        return numbers;
    }
}
