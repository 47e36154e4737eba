using System.Buffers.Binary;
using System.Text;
using MnistApi.Training.Checkpoints.Safetensors;

namespace MnistApi.Training.Tests.Checkpoints.Safetensors;

public sealed class SafetensorsRefusalTests
{
    private const string Unusable = "The header of this safetensors file is not valid: ";

    [Theory]
    [InlineData("{ ", "it is not valid JSON")]
    [InlineData("{}x", "it is not valid JSON")]
    [InlineData("{/**/}", "it is not valid JSON")]
    [InlineData("{\"a\":{\"shape\":[[[[[", "it is not valid JSON")]
    [InlineData("{\"\\ud800\":{}}", "it is not valid JSON")]
    [InlineData("{\"__metadata__\":7}", "__metadata__ must be a JSON object")]
    [InlineData("{\"__metadata__\":{\"epoch\":7}}", "metadata 'epoch' must be a JSON string")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", "it has 'a' twice")]
    [InlineData("{\"__metadata__\":{\"sha256\":\"abc\"}}", "its checksum has 3 characters instead of 64")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "it has '__metadata__' twice")]
    [InlineData("{\"a\":[]}", "tensor 'a' must be a JSON object")]
    [InlineData("{\"a\":{}}", "tensor 'a' needs dtype, shape and data_offsets with a begin and an end")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0]}}", "tensor 'a' needs dtype, shape and data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1,2]}}", "tensor 'a' needs dtype, shape and data_offsets")]
    [InlineData(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1],\"code\":\"\"}}",
        "tensor 'a' has a field 'code', which the format does not know")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", "it has 'dtype' twice")]
    [InlineData("{\"a\":{\"dtype\":8}}", "dtype of tensor 'a' must be a JSON string")]
    [InlineData("{\"a\":{\"shape\":{}}}", "the shape of tensor 'a' must be a JSON array")]
    [InlineData("{\"a\":{\"shape\":[-1]}}", "the shape of tensor 'a' must be whole numbers from 0")]
    [InlineData("{\"a\":{\"shape\":[1.5]}}", "the shape of tensor 'a' must be whole numbers from 0")]
    [InlineData("{\"a\":{\"shape\":[\"1\"]}}", "the shape of tensor 'a' must be whole numbers from 0")]
    [InlineData("{\"a\":{\"shape\":[9223372036854775808]}}", "the shape of tensor 'a' must be whole numbers from 0")]
    [InlineData("{\"a\":{\"data_offsets\":[-8,0]}}", "data_offsets of tensor 'a' must be whole numbers from 0")]
    [InlineData(
        "{\"a\":{\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}}",
        "the shape of tensor 'a' has more than 32 numbers")]
    public void A_header_that_is_not_of_the_format_is_refused(string header, string message)
    {
        Refuses(Samples.Crafted(header), Unusable + message, "Export the file again");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "The tensor 'a' has the unknown element type 'F31'.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}""",
        5,
        "The tensor 'a' has 5 bytes, but its type F32 and shape [1] need 4.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,0]}}""",
        0,
        "The tensor 'a' has 0 bytes, but its type F32 and shape [1] need 4.")]
    [InlineData(
        """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""",
        1,
        "The tensor 'a' has the shape [3], whose data are too large or not a whole number of bytes")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""",
        0,
        "The tensor 'a' has the shape [4294967296, 4294967296], whose data are too large or not a whole number of bytes")]
    [InlineData(
        """{"a":{"dtype":"F64","shape":[2305843009213693953],"data_offsets":[0,8]}}""",
        8,
        "The tensor 'a' has the shape [2305843009213693953], whose data are too large or not a whole number of bytes")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""",
        5,
        "The tensor 'a' begins at 1, but must begin at 0, where the tensor before it ends.")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""",
        9,
        "The tensor 'b' begins at 5, but must begin at 4, where the tensor before it ends.")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}}""",
        7,
        "The tensor 'b' begins at 3, but must begin at 4, where the tensor before it ends.")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""",
        4,
        "The tensor 'b' begins at 0, but must begin at 4, where the tensor before it ends.")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""",
        0,
        "The tensor 'a' begins at 4, but must begin at 0, where the tensor before it ends.")]
    public void A_tensor_that_is_not_where_it_must_be_is_refused(string header, int dataLength, string message) =>
        Refuses(Samples.Crafted(header, dataLength), message, "Export the file again");

    [Fact]
    public void A_file_that_is_shorter_or_longer_than_its_header_says_is_refused()
    {
        var file = Samples.Small().ToBytes();

        Refuses(file[..^1], "The file has 35 bytes of tensor data, but its header describes 36", "Download it again");
        Refuses([.. file, 0], "The file has 37 bytes of tensor data, but its header describes 36", "Download it again");
        Refuses(file[..20], "The file ends after 20 bytes, inside a header of", "Download it again");
        Refuses([], "The file has 0 bytes. A safetensors file has at least 10", "Download it again");
    }

    [Theory]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", "but a PNG image")]
    [InlineData("PK\u0003\u0004\u0014\0\0\0\u0008\0", "but a zip archive")]
    [InlineData("\u0080\u0002\u008a\u000al\u00fc\u009cF", "but a Python pickle, which can contain code and is never loaded")]
    [InlineData("\u001f\u008b\u0008\0\0\0\0\0", "but a gzip file. Its header does not begin with '{'.")]
    [InlineData(
        "Hello, world",
        "This is not a safetensors file. Its first 8 bytes announce a header of 8583909746840200520 bytes. It must have 2 to 1048576.")]
    [InlineData("\u0001\0\0\0\0\0\0\0{}", "This is not a safetensors file. Its first 8 bytes announce a header of 1 bytes.")]
    [InlineData("\u0002\0\0\0\0\0\0\0[]", "This is not a safetensors file. Its header does not begin with '{'.")]
    public void A_file_of_another_kind_is_named_and_refused(string start, string message) =>
        Refuses([.. Encoding.Latin1.GetBytes(start), .. new byte[64]], message, "Use a file in the safetensors format");

    [Fact]
    public void A_file_above_the_limit_is_refused()
    {
        var file = Samples.Small().ToBytes();
        var message = $"The file has {file.Length} bytes. The most is {file.Length - 1}.";

        var error = Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(file, maximumBytes: file.Length - 1));

        Assert.StartsWith(message, error.Message);
        Samples.AssertSame(Samples.Small(), SafetensorsFile.Read(file, maximumBytes: file.Length));
    }

    [Fact]
    public void A_changed_byte_of_data_is_refused_even_where_no_checksum_is_required()
    {
        var file = Samples.Small().ToBytes();
        file[^1] ^= 1;

        Refuses(file, "The SHA-256 in the file is not that of its contents", "Download it again");
    }

    [Fact]
    public void A_long_or_strange_name_does_not_get_into_the_message_as_it_is()
    {
        var file = Samples.Crafted($$"""{"\r\n{{new string('x', 5000)}}":[]}""");

        var error = Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(file));

        Assert.Contains($"tensor '??{new string('x', 78)}…' must be", error.Message);
    }

    [Theory]
    [InlineData((1 << 20) + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_header_longer_than_any_is_refused(long headerLength)
    {
        var file = new byte[(1 << 20) + 100];
        BinaryPrimitives.WriteInt64LittleEndian(file, headerLength);
        file[8] = (byte)'{';

        Refuses(file, "It must have 2 to 1048576");
    }

    [Theory]
    [InlineData(199_999_999)]
    [InlineData(1_000_000_000_000)]
    public void A_header_that_claims_more_data_than_the_file_has_is_refused_before_memory_is_allocated_for_it(long claimed)
    {
        var file = Samples.Crafted($$$"""{"a":{"dtype":"U8","shape":[{{{claimed}}}],"data_offsets":[0,{{{claimed}}}]}}""", 100);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refuses(file, $"but its header describes {claimed}");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void Refuses(byte[] file, params string[] fragments)
    {
        var error = Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(file));

        Assert.All(fragments, fragment => Assert.Contains(fragment, error.Message));
    }
}
