using System.Buffers.Binary;

namespace MnistApi.Training.Data;

/// <summary>The header of an IDX file: a magic number, the number of items and, for images, height and width. All are big-endian.</summary>
/// <remarks>
/// Format: LeCun, Cortes, Burges, "The MNIST database of handwritten digits". In the magic number, 0x08 stands for unsigned bytes, and 0x03
/// or 0x01 is the number of dimensions.
/// </remarks>
internal sealed record IdxHeader(uint Magic, params uint[] Dimensions)
{
    public const uint ImagesMagic = 0x0803;
    public const uint LabelsMagic = 0x0801;

    /// <summary>
    /// The most images or labels in a file. So many images have 784 MB of pixels. MNIST's largest file has 60,000 images.
    /// </summary>
    public const int MaxItems = 1_000_000;

    public static IdxHeader OfImages(int count) => new(ImagesMagic, (uint)count, ImageSet.Side, ImageSet.Side);

    public static IdxHeader OfLabels(int count) => new(LabelsMagic, (uint)count);

    /// <summary>
    /// Length in bytes of a header with this magic number. The last byte of the magic number is the number of dimensions.
    /// </summary>
    public static int Length(uint magic) => 4 + 4 * (int)(magic & 0xFF);

    /// <summary>Reads a header from <see cref="Length"/> bytes.</summary>
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
