using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace MnistApi.DrawnUploads;

/// <summary>Writes PNG files with 8 bits per channel, with or without alpha, and without an image library.</summary>
/// <remarks>PNG (Third Edition), W3C Recommendation of 2025: signature, IHDR, IDAT (zlib), IEND.</remarks>
public static class RgbPng
{
    private const byte TrueColour = 2, TrueColourWithAlpha = 6, FilterSub = 1;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes a picture. The same pixels give the same bytes.</summary>
    /// <param name="rgb">[height, width, 3].</param>
    /// <param name="alpha">[height, width], or null for an opaque picture.</param>
    public static byte[] Encode(byte[] rgb, byte[]? alpha, int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = alpha is null ? TrueColour : TrueColourWithAlpha;

        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest)) WriteRows(zlib, rgb, alpha, width, height);
        return [.. Signature, .. Chunk("IHDR", header), .. Chunk("IDAT", compressed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Each row is the number of the filter, followed by the differences from the pixel to the left.</summary>
    private static void WriteRows(Stream stream, byte[] rgb, byte[]? alpha, int width, int height)
    {
        var channels = alpha is null ? 3 : 4;
        var row = new byte[1 + width * channels];
        row[0] = FilterSub;
        for (var y = 0; y < height; y++)
        {
            for (var x = width - 1; x >= 0; x--)
            {
                for (var channel = 0; channel < channels; channel++)
                    row[1 + x * channels + channel] = (byte)(Sample(x, y, channel) - (x > 0 ? Sample(x - 1, y, channel) : 0));
            }

            stream.Write(row);
        }

        byte Sample(int x, int y, int channel) => channel == 3 ? alpha![y * width + x] : rgb[(y * width + x) * 3 + channel];
    }

    private static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }
}
