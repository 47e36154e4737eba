using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace MnistApi.Tests.Imaging;

/// <summary>PNG files put together chunk by chunk, to have every kind of them, and ones that no encoder would write.</summary>
internal static class HandMadePng
{
    public const int Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>First column and row, and steps, of the seven passes of an interlaced image.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>An image of any kind.</summary>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="kind">Colour type.</param>
    /// <param name="samples">Of the pixel in a column and row.</param>
    /// <param name="chunks">Between header and pixels.</param>
    public static byte[] Encode(int width, int height, int depth, int kind, Func<int, int, int[]> samples, bool isInterlaced, params (string Type, byte[] Content)[] chunks)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Optimal))
        {
            foreach (var (startX, startY, stepX, stepY) in isInterlaced ? Adam7 : [(0, 0, 1, 1)])
            {
                for (var y = startY; y < height && startX < width; y += stepY)
                {
                    zlib.WriteByte(0); // no filter
                    zlib.Write(Pack(from x in Enumerable.Range(0, width) where x >= startX && (x - startX) % stepX == 0 from sample in samples(x, y) select sample, depth));
                }
            }
        }

        return
        [
            .. Signature, .. Header(width, height, depth, kind, isInterlaced), .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Content)),
            .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>An image whose samples are all 0: with one bit a pixel, 30,000 x 30,000 pixels take about 110 KB.</summary>
    public static byte[] Black(int width, int height, int depth = 1, int kind = Gray)
    {
        var samples = kind switch { Rgb => 3, GrayAlpha => 2, Rgba => 4, _ => 1 };
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            var row = new byte[1 + (width * samples * depth + 7) / 8];
            for (var y = 0; y < height; y++) zlib.Write(row);
        }

        return Png(width, height, depth, kind, compressed.ToArray());
    }

    /// <summary>A header of these sizes, and pixels that are not even compressed data.</summary>
    public static byte[] WithoutPixels(int width, int height) => Png(width, height, depth: 1, Gray, "no pixels"u8);

    public static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    private static byte[] Png(int width, int height, int depth, int kind, ReadOnlySpan<byte> pixels) =>
        [.. Signature, .. Header(width, height, depth, kind, isInterlaced: false), .. Chunk("IDAT", pixels), .. Chunk("IEND", [])];

    private static byte[] Header(int width, int height, int depth, int kind, bool isInterlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)kind, isInterlaced ? (byte)1 : (byte)0);
        return Chunk("IHDR", header);
    }

    /// <summary>Samples of one row after each other, the first in the highest bits.</summary>
    private static byte[] Pack(IEnumerable<int> samples, int depth)
    {
        var bits = samples.SelectMany(sample => Enumerable.Range(1, depth).Select(bit => sample >> depth - bit & 1)).ToArray();
        return [.. bits.Chunk(8).Select(eight => (byte)Enumerable.Range(0, eight.Length).Sum(i => eight[i] << 7 - i))];
    }
}
