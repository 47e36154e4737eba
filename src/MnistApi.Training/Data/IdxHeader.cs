using System.Buffers.Binary;

namespace MnistApi.Training.Data;

/// <summary>Header of an IDX file of bytes: magic number, number of items, and for images height and width, all big-endian.</summary>
/// <remarks>Format: LeCun, Cortes, Burges, "The MNIST database of handwritten digits": 0x08 is unsigned byte, 0x03 and 0x01 the number of dimensions.</remarks>
internal sealed record IdxHeader(uint Magic, params uint[] Dimensions)
{
    public const uint ImagesMagic = 0x0803;
    public const uint LabelsMagic = 0x0801;

    /// <summary>The most images or labels that a file may hold: 784 MB of pixels. MNIST's largest file holds 60,000.</summary>
    public const int MaxItems = 1_000_000;

    public static IdxHeader OfImages(int count) => new(ImagesMagic, (uint)count, ImageSet.Side, ImageSet.Side);

    public static IdxHeader OfLabels(int count) => new(LabelsMagic, (uint)count);

    /// <summary>Bytes of a header with this magic number, whose last byte counts the dimensions.</summary>
    public static int Length(uint magic) => 4 + 4 * (int)(magic & 0xFF);

    /// <summary>Takes apart as many bytes as <see cref="Length"/> says.</summary>
    public static IdxHeader FromBytes(ReadOnlySpan<byte> bytes)
    {
        var dimensions = new uint[bytes.Length / 4 - 1];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 + 4 * i)..]);
        return new(BinaryPrimitives.ReadUInt32BigEndian(bytes), dimensions);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length(Magic)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Magic);
        for (var i = 0; i < Dimensions.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + 4 * i), Dimensions[i]);
        return bytes;
    }
}
