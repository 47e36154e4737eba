using System.Buffers.Binary;

namespace MnistApi.Tests.Imaging;

/// <summary>BMP files byte by byte.</summary>
internal static class HandMadeBmp
{
    /// <summary>Rows that are not compressed.</summary>
    /// <param name="bits">Of a pixel: 1, 4 or 8 with a palette, 24 or 32 without.</param>
    /// <param name="pixel">In a column and row: its place in the palette, or 0xAARRGGBB.</param>
    public static byte[] Encode(int width, int height, int bits, Func<int, int, uint> pixel, uint[]? palette = null, bool isTopDown = false)
    {
        var rows = Enumerable.Range(0, height).Select(y => Row(Enumerable.Range(0, width).Select(x => pixel(x, y)), bits));
        return File(width, isTopDown ? -height : height, bits, compression: 0, palette ?? [], [.. (isTopDown ? rows : rows.Reverse()).SelectMany(row => row)]);
    }

    /// <summary>Any header before any pixels.</summary>
    public static byte[] File(int width, int height, int bits, int compression, uint[] palette, byte[] pixels)
    {
        var header = new byte[54];
        var start = header.Length + 4 * palette.Length;
        header[0] = (byte)'B';
        header[1] = (byte)'M';
        foreach (var (place, value) in new[] { (2, start + pixels.Length), (10, start), (14, 40), (18, width), (22, height), (26, 1 | bits << 16), (30, compression), (46, palette.Length) })
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(place), value);
        return [.. header, .. palette.SelectMany(BitConverter.GetBytes), .. pixels];
    }

    private static byte[] Row(IEnumerable<uint> pixels, int bits)
    {
        var row = new List<byte>();
        if (bits >= 8)
            row.AddRange(pixels.SelectMany(pixel => BitConverter.GetBytes(pixel)[..(bits / 8)]));
        else
            row.AddRange(pixels.Chunk(8 / bits).Select(part => (byte)Enumerable.Range(0, part.Length).Sum(i => (int)part[i] << 8 - bits * (i + 1))));
        while (row.Count % 4 != 0) row.Add(0);
        return [.. row];
    }
}
