using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistApi.Training.Checkpoints.Safetensors;

namespace MnistApi.Training.Tests.Checkpoints.Safetensors;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var file = Samples.Small();
        var bytes = file.ToBytes();

        Samples.AssertSame(file, SafetensorsFile.Read(bytes, requireChecksum: true));
    }

    [Fact]
    public void A_file_read_and_written_again_has_the_same_bytes()
    {
        var bytes = Samples.Small().ToBytes();

        Assert.Equal(bytes, SafetensorsFile.Read(bytes).ToBytes());
    }

    [Fact]
    public void The_order_of_tensors_and_metadata_does_not_change_the_bytes()
    {
        var file = Samples.Small();

        var reversed = new SafetensorsFile(file.Metadata.Reverse(), file.Tensors.Reverse());

        Assert.Equal(file.ToBytes(), reversed.ToBytes());
    }

    [Fact]
    public void A_file_of_nothing_is_read_back()
    {
        var read = SafetensorsFile.Read(new SafetensorsFile([], []).ToBytes(), requireChecksum: true);

        Assert.Empty(read.Metadata);
        Assert.Empty(read.Tensors);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("a name that makes the header longer by some bytes")]
    public void Every_tensor_is_aligned_to_its_element_size(string name)
    {
        var file = new SafetensorsFile(
            [], [Samples.Floats(name, [3], 1, 2, 3), Samples.Step(1), new("flags", "BOOL", [5], new byte[5])]).ToBytes();
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);

        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));

        Assert.Equal(0, headerLength % 8);
        Assert.Equal([0, 8], Offsets("step"));
        Assert.Equal([8, 20], Offsets(name));
        Assert.Equal([20, 25], Offsets("flags"));
        Assert.Equal(8 + headerLength + 25, file.Length);

        int[] Offsets(string tensor) =>
        [
            .. header.RootElement.GetProperty(tensor).GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt32()),
        ];
    }

    [Fact]
    public void The_checksum_is_the_sha256_of_the_file_with_its_own_digits_zero()
    {
        var file = Samples.Small().ToBytes();
        using var header = JsonDocument.Parse(Samples.Header(file));
        var checksum = header.RootElement.GetProperty("__metadata__").GetProperty("sha256").GetString()!;

        var blanked = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(file).Replace(checksum, new string('0', 64), StringComparison.Ordinal));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(blanked)), checksum);
    }

    [Fact]
    public void A_file_without_checksum_is_read_unless_one_is_required()
    {
        var file = Samples.Crafted(
            """{"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},"a":{"shape":[],"data_offsets":[0,4],"dtype":"U32"}}   """, 8);

        var read = SafetensorsFile.Read(file);

        Assert.Equal(["a", "b"], read.Tensors.Select(t => t.Name));
        var error = Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(file, requireChecksum: true));
        Assert.StartsWith("The file has no checksum (metadata 'sha256')", error.Message);
    }

    [Theory]
    [InlineData("BOOL F4 F6_E2M3 F6_E3M2 U8 I8 F8_E5M2 F8_E4M3 F8_E5M2FNUZ F8_E4M3FNUZ F8_E8M0", 8)]
    [InlineData("I16 U16 F16 BF16", 16)]
    [InlineData("I32 U32 F32", 32)]
    [InlineData("F64 I64 U64 C64", 64)]
    public void Every_element_type_of_the_format_is_read(string names, int bits)
    {
        foreach (var name in names.Split(' '))
        {
            var length = 4 * (name[..2] switch { "F4" => 4, "F6" when name != "F64" => 6, _ => bits }) / 8;
            var file = Samples.Crafted($$$"""{"x":{"dtype":"{{{name}}}","shape":[2,2],"data_offsets":[0,{{{length}}}]}}""", length);

            Assert.Equal(length, Assert.Single(SafetensorsFile.Read(file).Tensors).Data.Length);
        }
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_before_it_is_written()
    {
        Assert.Throws<ArgumentException>("name", () => Samples.Floats("__metadata__", [1], 1));
        Assert.Throws<ArgumentException>("dtype", () => new SafetensorsTensor("x", "F31", [0], default));
        Assert.Throws<ArgumentException>("data", () => Samples.Floats("x", [2], 1));
        Assert.Throws<ArgumentException>("data", () => Samples.Floats("x", [-1, -1], 1));
        Assert.Throws<ArgumentException>("tensors", () => new SafetensorsFile([], [Samples.Step(1), Samples.Step(2)]));
        Assert.Throws<ArgumentException>("metadata", () => new SafetensorsFile([new("sha256", "mine")], []));
        Assert.Throws<InvalidOperationException>(() => new SafetensorsFile([new("long", new string('x', 1 << 20))], []).ToBytes());
    }
}
