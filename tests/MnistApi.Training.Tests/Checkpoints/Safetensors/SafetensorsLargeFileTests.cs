using System.Buffers.Binary;
using MnistApi.Training.Checkpoints.Safetensors;

namespace MnistApi.Training.Tests.Checkpoints.Safetensors;

public sealed class SafetensorsLargeFileTests
{
    private const long TenGigabytes = 10_000_000_000;

    [Theory]
    [InlineData(TenGigabytes, 0, SafetensorsFile.DefaultMaximumBytes, "at most 268435456 are read")]
    [InlineData(TenGigabytes, 0, long.MaxValue, "at most 2147483591 are read")]
    [InlineData(200_000_000, 2, SafetensorsFile.DefaultMaximumBytes, "it is not valid JSON")]
    [InlineData(200_000_000, 1 << 20, SafetensorsFile.DefaultMaximumBytes, "it is not valid JSON")]
    [InlineData(200_000_000, (1 << 20) + 1, SafetensorsFile.DefaultMaximumBytes, "2 to 1048576 are read")]
    [InlineData(200_000_000, long.MaxValue, SafetensorsFile.DefaultMaximumBytes, "2 to 1048576 are read")]
    [InlineData(200_000_000, -1, SafetensorsFile.DefaultMaximumBytes, "2 to 1048576 are read")]
    public void A_huge_file_is_refused_without_taking_memory_for_it(long length, long headerLength, long maximumBytes, string message)
    {
        byte[] start = [0, 0, 0, 0, 0, 0, 0, 0, .. "{"u8];
        BinaryPrimitives.WriteInt64LittleEndian(start, headerLength);
        using var stream = SparseFile(start, length);

        RefusesCheaply(stream, maximumBytes, message);
    }

    [Theory]
    [InlineData(199_999_999)]
    [InlineData(1_000_000_000_000)]
    public void A_header_that_claims_another_size_than_the_file_has_is_refused_without_taking_memory_for_it(long claimed)
    {
        using var stream = SparseFile(Samples.Crafted($$$"""{"a":{"dtype":"U8","shape":[{{{claimed}}}],"data_offsets":[0,{{{claimed}}}]}}"""), 200_000_000);

        RefusesCheaply(stream, SafetensorsFile.DefaultMaximumBytes, $"but its header describes {claimed}");
    }

    private static void RefusesCheaply(Stream stream, long maximumBytes, string message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(stream, maximumBytes: maximumBytes));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains(message, error.Message);
        Assert.True(allocated < 2 * (1 << 20), $"{allocated} bytes were allocated."); // a header of 1 MiB, and the exception
    }

    private static FileStream SparseFile(byte[] start, long length)
    {
        var stream = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        stream.Write(start);
        stream.SetLength(length);
        stream.Position = 0;
        return stream;
    }
}
