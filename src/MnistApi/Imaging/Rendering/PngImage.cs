using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace MnistApi.Imaging.Rendering;

/// <summary>
/// Writes PNG files. Equal pixels give equal bytes. ImageSharp is not used, because it takes three times as long and every prediction
/// returns such a file (docs/decisions/0010-image-library.md).
/// </summary>
internal static class PngImage
{
    private const byte Gray = 0, Rgb = 2;
    private const int HeaderLength = 13;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes a gray image with 8 bits for each pixel.</summary>
    /// <param name="gray">[height, width], row by row, 0 (black) to 255 (white).</param>
    /// <exception cref="ArgumentException">The width or height is not positive, or the number of pixels differs.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> gray, int width, int height) => Encode(gray, width, height, channels: 1, Gray);

    /// <summary>Encodes a color image with 8 bits for each channel.</summary>
    /// <param name="rgb">[height, width, 3], row by row, 0 to 255.</param>
    /// <exception cref="ArgumentException">The width or height is not positive, or the number of pixels differs.</exception>
    public static byte[] EncodeRgb(ReadOnlySpan<byte> rgb, int width, int height) => Encode(rgb, width, height, channels: 3, Rgb);

    /// <summary>Returns a PNG file as a data URI.</summary>
    public static string DataUri(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    private static byte[] Encode(ReadOnlySpan<byte> samples, int width, int height, int channels, byte colorType)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (samples.Length != (long)channels * width * height)
        {
            throw new ArgumentException(
                $"An image of {width}x{height} pixels needs {(long)channels * width * height} samples. There are {samples.Length}.",
                nameof(samples));
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear(); // The last three bytes stay 0: the only compression method, the only filter method, and no interlacing.
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, colorType);

        using var file = new MemoryStream();
        file.Write(Signature);
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, Compress(samples, channels * width));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Compresses the rows without a filter.</summary>
    /// <param name="length">The length of a row in bytes.</param>
    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> samples, int length)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (; !samples.IsEmpty; samples = samples[length..])
            {
                zlib.WriteByte(0); // the filter type of the row: none
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
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(file.GetBuffer().AsSpan(start..(int)file.Position)));
        file.Write(number);
    }
}
