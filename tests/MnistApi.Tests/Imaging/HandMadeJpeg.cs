namespace MnistApi.Tests.Imaging;

/// <summary>JPEG files whose blocks of 8x8 pixels have one colour each: of every coefficient but the mean there is nothing to write.</summary>
internal static class HandMadeJpeg
{
    /// <param name="components">1 (gray), 3 (YCbCr) or 4 (CMYK, inverted, as Adobe's programs write it).</param>
    /// <param name="levels">The components' levels in a column and row of blocks.</param>
    /// <param name="segments">Such as EXIF data, before everything else.</param>
    public static byte[] Encode(int width, int height, int components, Func<int, int, int[]> levels, bool isProgressive = false, byte[]? segments = null)
    {
        byte[] adobe = components == 4 ? Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]) : [];
        byte[] quantization = [0, .. Enumerable.Repeat((byte)8, 64)]; // A step of a mean is then one level.
        byte[] frame = [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components, .. Enumerable.Range(1, components).SelectMany(id => new byte[] { (byte)id, 0x11, 0 })];
        byte[] means = [0x00, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(size => (byte)size)]; // Each number of bits has a code of four.
        byte[] others = [0x10, 1, .. new byte[15], 0]; // The only code is "nothing more", a bit of 0.
        byte[] scan = [(byte)components, .. Enumerable.Range(1, components).SelectMany(id => new byte[] { (byte)id, 0x00 }), 0, (byte)(isProgressive ? 0 : 63), 0];
        return
        [
            0xFF, 0xD8, .. segments ?? [], .. adobe, .. Segment(0xDB, quantization), .. Segment(isProgressive ? 0xC2 : 0xC0, frame),
            .. Segment(0xC4, means), .. Segment(0xC4, others), .. Segment(0xDA, scan),
            .. Pixels((width + 7) / 8, (height + 7) / 8, components, levels, isProgressive),
            .. isProgressive ? Enumerable.Range(1, components).SelectMany(id => NothingMore(id, (width + 7) / 8 * ((height + 7) / 8))) : [], 0xFF, 0xD9,
        ];
    }

    /// <summary>EXIF data that say how the camera was held.</summary>
    public static byte[] Exif(int orientation, bool isLittleEndian = true) => Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation, isLittleEndian)]);

    /// <summary>The same without JPEG's wrapping: two tags, the second of them the orientation.</summary>
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

    public static byte[] Segment(int marker, byte[] content) => [0xFF, (byte)marker, (byte)(content.Length + 2 >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A scan of a component that has a bit of 0 for each block. Without it a decoder would smooth the blocks.</summary>
    public static IEnumerable<byte> NothingMore(int id, int blocks) =>
        [.. Segment(0xDA, [1, (byte)id, 0x00, 1, 63, 0]), .. new byte[blocks / 8], .. blocks % 8 == 0 ? (byte[])[] : [(byte)(0xFF >> blocks % 8)]];

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
        return bits.Chunk(8).Select(eight => (byte)Enumerable.Range(0, 8).Sum(i => eight[i] << 7 - i)).SelectMany(value => value == 0xFF ? new byte[] { 0xFF, 0 } : [value]);
    }

    private static void AddDifference(List<int> bits, int difference)
    {
        var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
        var value = difference < 0 ? difference + (1 << size) - 1 : difference;
        for (var bit = 3; bit >= 0; bit--) bits.Add(size >> bit & 1);
        for (var bit = size - 1; bit >= 0; bit--) bits.Add(value >> bit & 1);
    }
}
