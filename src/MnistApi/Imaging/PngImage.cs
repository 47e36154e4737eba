using System.Buffers.Binary;
using System.IO.Compression;
using MnistApi.Imaging.Formats;

namespace MnistApi.Imaging;

/// <summary>Writes PNG files.</summary>
internal static class PngImage
{
    private const byte GrayColours = 0, RgbColours = 2;

    /// <summary>Encodes shades of gray, 8 bits a pixel, without loss. The same pixels give the same bytes.</summary>
    /// <param name="gray">[height, width] row by row, 0 (black) to 255 (white).</param>
    /// <exception cref="ArgumentException">There are not width times height pixels, or none at all.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> gray, int width, int height) => Encode(gray, width, height, channels: 1, GrayColours);

    /// <summary>Encodes colours, 8 bits a channel, likewise.</summary>
    /// <param name="rgb">[height, width, 3] row by row.</param>
    /// <exception cref="ArgumentException">There are not width times height pixels, or none at all.</exception>
    public static byte[] EncodeRgb(ReadOnlySpan<byte> rgb, int width, int height) => Encode(rgb, width, height, channels: 3, RgbColours);

    /// <summary>A file as an address that pages can show.</summary>
    public static string DataUri(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    private static byte[] Encode(ReadOnlySpan<byte> samples, int width, int height, int channels, byte colours)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (samples.Length != (long)channels * width * height)
            throw new ArgumentException($"An image of {width}x{height} has {(long)channels * width * height} samples, but there are {samples.Length}.", nameof(samples));

        Span<byte> header = stackalloc byte[PngFile.HeaderLength];
        header.Clear(); // Its last three bytes are 0: the only compression, filters and order that are needed.
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, colours);

        using var file = new MemoryStream();
        file.Write(PngFile.Signature);
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, Compress(samples, channels * width));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <param name="length">Of a row, in bytes.</param>
    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> samples, int length)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (; !samples.IsEmpty; samples = samples[length..])
            {
                zlib.WriteByte(0); // This row is stored as it is, not as differences.
                zlib.Write(samples[..length]);
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
