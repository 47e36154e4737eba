using System.Buffers.Binary;

namespace MnistApi.Tests.Imaging;

/// <summary>Writes BMP files byte by byte.</summary>
internal static class HandMadeBmp
{
    /// <summary>A file with rows that are not compressed.</summary>
    /// <param name="bits">Bits of a pixel: 1, 4 or 8 with a palette, 24 or 32 without.</param>
    /// <param name="pixel">The pixel in a column and row: its place in the palette, or 0xAARRGGBB.</param>
    public static byte[] Encode(
        int width, int height, int bits, Func<int, int, uint> pixel, uint[]? palette = null, bool isTopDown = false)
    {
        var rows = Enumerable.Range(0, height).Select(y => Row(Enumerable.Range(0, width).Select(x => pixel(x, y)), bits));
        byte[] pixels = [.. (isTopDown ? rows : rows.Reverse()).SelectMany(row => row)];
        return File(width, isTopDown ? -height : height, bits, compression: 0, palette ?? [], pixels);
    }

    /// <summary>A file with any header before any pixels.</summary>
    public static byte[] File(int width, int height, int bits, int compression, uint[] palette, byte[] pixels)
    {
        var header = new byte[54];
        var start = header.Length + 4 * palette.Length;
        header[0] = (byte)'B';
        header[1] = (byte)'M';
        (int Place, int Value)[] fields =
        [
            (2, start + pixels.Length), (10, start), (14, 40), (18, width), (22, height), (26, 1 | bits << 16), (30, compression),
            (46, palette.Length),
        ];
        foreach (var (place, value) in fields) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(place), value);
        return [.. header, .. palette.SelectMany(BitConverter.GetBytes), .. pixels];
    }

    private static byte[] Row(IEnumerable<uint> pixels, int bits)
    {
        var row = new List<byte>();
        if (bits >= 8) row.AddRange(pixels.SelectMany(pixel => BitConverter.GetBytes(pixel)[..(bits / 8)]));
        else row.AddRange(pixels.Chunk(8 / bits).Select(part => Pack(part, bits)));
        while (row.Count % 4 != 0) row.Add(0);
        return [.. row];
    }

    /// <summary>The pixels of one byte, the first in the highest bits.</summary>
    private static byte Pack(uint[] pixels, int bits) =>
        (byte)Enumerable.Range(0, pixels.Length).Sum(i => (int)pixels[i] << 8 - bits * (i + 1));
}
