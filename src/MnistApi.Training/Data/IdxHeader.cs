using System.Buffers.Binary;

namespace MnistApi.Training.Data;

/// <summary>Header of an IDX file of bytes: magic number, number of items, and for images height and width, all big-endian.</summary>
/// <remarks>Format: LeCun, Cortes, Burges, "The MNIST database of handwritten digits": 0x08 is unsigned byte, 0x03 and 0x01 the number of dimensions.</remarks>
internal sealed record IdxHeader(uint Magic, params int[] Dimensions)
{
    public const uint ImagesMagic = 0x0803;
    public const uint LabelsMagic = 0x0801;

    public static IdxHeader OfImages(int count) => new(ImagesMagic, count, ImageSet.Side, ImageSet.Side);

    public static IdxHeader OfLabels(int count) => new(LabelsMagic, count);

    public byte[] ToBytes()
    {
        var bytes = new byte[4 + 4 * Dimensions.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Magic);
        for (var i = 0; i < Dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), Dimensions[i]);
        return bytes;
    }
}
