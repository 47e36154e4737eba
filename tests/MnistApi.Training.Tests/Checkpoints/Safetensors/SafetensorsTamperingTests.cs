using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Data;

namespace MnistApi.Training.Tests.Checkpoints.Safetensors;

public sealed class SafetensorsTamperingTests
{
    [Fact]
    public void Every_truncation_of_a_file_is_refused()
    {
        var file = Samples.Small().ToBytes();

        for (var length = 0; length < file.Length; length++)
            Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(file.AsMemory(0, length)));
    }

    [Fact]
    public void Every_flip_of_a_single_bit_is_refused()
    {
        var file = Samples.Small().ToBytes();

        for (var bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(file, requireChecksum: true));
            file[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void Random_mutations_lead_to_a_file_or_a_refusal_and_take_little_memory()
    {
        byte[][] originals =
        [
            Samples.Small().ToBytes(),
            Samples.Crafted(
                """{"a":{"dtype":"F16","shape":[2,1],"data_offsets":[0,4]},"b":{"dtype":"I64","shape":[],"data_offsets":[4,12]}}""", 12),
            Samples.Crafted("""{"__metadata__":{"k":"v"},"e":{"dtype":"F4","shape":[0,8],"data_offsets":[0,0]}}"""),
        ];
        var accepted = 0;

        for (var seed = 0; seed < 30_000; seed++)
        {
            var file = Mutate(originals[seed % originals.Length], new SeededRandom(seed));
            var bound = 32 * 1024 + 32 * file.Length;
            accepted += IsRead(file, out var allocated) ? 1 : 0;
            if (allocated > bound) IsRead(file, out allocated); // What is loaded on a first use is not for this file.
            Assert.True(allocated <= bound, $"Seed {seed}: {allocated} bytes were allocated for a file of {file.Length}.");
        }

        Assert.InRange(accepted, 1, 29_999);
    }

    /// <summary>Anything but the format's own exception fails the test.</summary>
    private static bool IsRead(byte[] file, out long allocated)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            SafetensorsFile.Read(file);
            return true;
        }
        catch (CheckpointFormatException)
        {
            return false;
        }
        finally
        {
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static byte[] Mutate(byte[] original, SeededRandom random)
    {
        var file = original.ToList();
        for (var n = 1 + random.NextInt32(3); n > 0; n--)
        {
            var at = random.NextInt32(file.Count);
            switch (random.NextInt32(5))
            {
                case 0: file[at] = (byte)random.NextInt32(256); break;
                case 1: file[at] = (byte)"0123456789-.eE\"\\{}[]:, "[random.NextInt32(23)]; break;
                case 2: file.RemoveAt(at); break;
                case 3: file.Insert(at, file[random.NextInt32(file.Count)]); break;
                default: file[random.NextInt32(8)] ^= (byte)(1 << random.NextInt32(8)); break;
            }
        }

        return [.. file];
    }
}
