namespace MnistApi.Tests.Imaging;

/// <summary>
/// Writes JPEG files whose blocks of 8x8 pixels have one color each, so that the mean is the only coefficient of a block.
/// </summary>
internal static class HandMadeJpeg
{
    /// <param name="components">1 (gray), 3 (YCbCr) or 4 (CMYK, inverted, as Adobe's programs write it).</param>
    /// <param name="levels">The levels of the components in a column and row of blocks.</param>
    /// <param name="segments">Segments before all others, such as EXIF data.</param>
    public static byte[] Encode(
        int width, int height, int components, Func<int, int, int[]> levels, bool isProgressive = false, byte[]? segments = null)
    {
        var ids = Enumerable.Range(1, components).Select(id => (byte)id).ToArray();
        var (columns, rows) = ((width + 7) / 8, (height + 7) / 8);
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        byte[] adobe = components == 4 ? Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]) : [];
        byte[] quantization = [0, .. Enumerable.Repeat((byte)8, 64)]; // A step of a mean is then one level.
        byte[] frame = [8, .. size, (byte)components, .. ids.SelectMany(id => new byte[] { id, 0x11, 0 })];
        byte[] means = [0x00, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(bits => (byte)bits)]; // codes of four bits
        byte[] others = [0x10, 1, .. new byte[15], 0]; // The only code is "nothing more", a bit of 0.
        byte[] scan = [(byte)components, .. ids.SelectMany(id => new byte[] { id, 0x00 }), 0, (byte)(isProgressive ? 0 : 63), 0];
        return
        [
            0xFF, 0xD8, .. segments ?? [], .. adobe, .. Segment(0xDB, quantization), .. Segment(isProgressive ? 0xC2 : 0xC0, frame),
            .. Segment(0xC4, means), .. Segment(0xC4, others), .. Segment(0xDA, scan),
            .. Pixels(columns, rows, components, levels, isProgressive),
            .. isProgressive ? ids.SelectMany(id => NothingMore(id, columns * rows)) : [], 0xFF, 0xD9,
        ];
    }

    /// <summary>A segment with EXIF data that have an orientation.</summary>
    public static byte[] Exif(int orientation, bool isLittleEndian = true) =>
        Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation, isLittleEndian)]);

    /// <summary>EXIF data without JPEG's prefix: two tags, of which the second is the orientation.</summary>
    public static byte[] Tiff(int orientation, bool isLittleEndian = true)
    {
        byte[] Number(long value, int length)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)(value >> 8 * i)).ToArray();
            return isLittleEndian ? bytes : [.. bytes.Reverse()];
        }

        return
        [
            .. isLittleEndian ? "II"u8 : "MM"u8, .. Number(42, 2), .. Number(8, 4), .. Number(2, 2),
            .. Number(0x0100, 2), .. Number(4, 2), .. Number(1, 4), .. Number(640, 4),
            .. Number(0x0112, 2), .. Number(3, 2), .. Number(1, 4), .. Number(orientation, 2), 0, 0,
            .. Number(0, 4),
        ];
    }

    public static byte[] Segment(int marker, byte[] content) =>
        [0xFF, (byte)marker, (byte)(content.Length + 2 >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A scan of a component with a bit of 0 for each block. Without it, a decoder would smooth the blocks.</summary>
    public static IEnumerable<byte> NothingMore(int id, int blocks)
    {
        byte[] lastByte = blocks % 8 == 0 ? [] : [(byte)(0xFF >> blocks % 8)];
        return [.. Segment(0xDA, [1, (byte)id, 0x00, 1, 63, 0]), .. new byte[blocks / 8], .. lastByte];
    }

    private static IEnumerable<byte> Pixels(int columns, int rows, int components, Func<int, int, int[]> levels, bool isProgressive)
    {
        var bits = new List<int>();
        var last = new int[components];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var c = 0; c < components; c++)
                {
                    var mean = levels(column, row)[c] - 128;
                    AddDifference(bits, mean - last[c]);
                    if (!isProgressive) bits.Add(0);
                    last[c] = mean;
                }
            }
        }

        while (bits.Count % 8 != 0) bits.Add(1);
        var bytes = bits.Chunk(8).Select(eight => (byte)Enumerable.Range(0, 8).Sum(i => eight[i] << 7 - i));
        return bytes.SelectMany(value => value == 0xFF ? new byte[] { 0xFF, 0 } : [value]);
    }

    private static void AddDifference(List<int> bits, int difference)
    {
        var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
        var value = difference < 0 ? difference + (1 << size) - 1 : difference;
        for (var bit = 3; bit >= 0; bit--) bits.Add(size >> bit & 1);
        for (var bit = size - 1; bit >= 0; bit--) bits.Add(value >> bit & 1);
    }
}
