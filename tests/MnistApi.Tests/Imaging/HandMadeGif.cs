namespace MnistApi.Tests.Imaging;

/// <summary>Writes GIF files with codes of eight bits, so that a code is a byte and nothing is compressed.</summary>
internal static class HandMadeGif
{
    private const byte CodeLength = 7, Clear = 128, End = 129;
    private const int PaletteSize = 128;

    /// <param name="palette">Up to 128 colors.</param>
    /// <param name="transparent">The place of the transparent color in the palette, or -1.</param>
    /// <param name="frames">The position of each frame, and its pixels as places in the palette.</param>
    public static byte[] Encode(
        int width,
        int height,
        (byte R, byte G, byte B)[] palette,
        int transparent,
        params (int X, int Y, int Width, int Height, byte[] Pixels)[] frames) =>
    [
        .. "GIF89a"u8, .. UInt16(width), .. UInt16(height), 0xF6, 0, 0,
        .. palette.SelectMany(color => new[] { color.R, color.G, color.B }), .. new byte[3 * (PaletteSize - palette.Length)],
        .. frames.SelectMany(frame => Frame(transparent, frame.X, frame.Y, frame.Width, frame.Height, frame.Pixels)), 0x3B,
    ];

    /// <summary>
    /// Whether a file of <see cref="Encode"/>, cut to a length, ends with a whole frame or with the extension before the next one.
    /// </summary>
    public static bool EndsAfterFrame(byte[] file, int length)
    {
        var endsWithFrame = file.AsSpan(length - 2, 2).SequenceEqual((byte[])[End, 0]);
        var endsWithExtension = file.AsSpan(length - 8, 2).SequenceEqual((byte[])[0x21, 0xF9]);
        return endsWithFrame || (endsWithExtension && length > 13 + 3 * PaletteSize + 8);
    }

    private static byte[] Frame(int transparent, int x, int y, int width, int height, byte[] pixels)
    {
        // Codes stay at eight bits as long as fewer than 126 of them have been learnt.
        var codes = pixels.Chunk(100).SelectMany(part => (byte[])[Clear, .. part]).Append(End);
        return
        [
            0x21, 0xF9, 4, (byte)(transparent < 0 ? 0 : 1), 10, 0, (byte)Math.Max(0, transparent), 0,
            0x2C, .. UInt16(x), .. UInt16(y), .. UInt16(width), .. UInt16(height), 0, CodeLength,
            .. codes.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0,
        ];
    }

    private static byte[] UInt16(int value) => [(byte)value, (byte)(value >> 8)];
}
