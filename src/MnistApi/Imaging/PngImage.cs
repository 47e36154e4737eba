using System.Buffers.Binary;
using System.IO.Compression;
using MnistApi.Imaging.Formats;

namespace MnistApi.Imaging;

/// <summary>Writes PNG files.</summary>
internal static class PngImage
{
    /// <summary>Encodes shades of gray, 8 bits a pixel, without loss. The same pixels give the same bytes.</summary>
    /// <param name="gray">[height, width] row by row, 0 (black) to 255 (white).</param>
    /// <exception cref="ArgumentException">There are not width times height pixels, or none at all.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> gray, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (gray.Length != (long)width * height)
            throw new ArgumentException($"An image of {width}x{height} has {(long)width * height} pixels, but there are {gray.Length}.", nameof(gray));

        Span<byte> header = stackalloc byte[PngFile.HeaderLength];
        header.Clear(); // Of its last five bytes, all but the depth are 0: gray, and the only compression, filters and order that are needed.
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;

        using var file = new MemoryStream();
        file.Write(PngFile.Signature);
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, Compress(gray, width));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> gray, int width)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (; !gray.IsEmpty; gray = gray[width..])
            {
                zlib.WriteByte(0); // This row is stored as it is, not as differences.
                zlib.Write(gray[..width]);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);

        var start = (int)file.Position;
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(file.GetBuffer().AsSpan(start..(int)file.Position)));
        file.Write(number);
    }
}
