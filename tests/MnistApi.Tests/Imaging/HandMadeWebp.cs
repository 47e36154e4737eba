using System.Text;

namespace MnistApi.Tests.Imaging;

/// <summary>Writes WebP files around images that an encoder made.</summary>
internal static class HandMadeWebp
{
    private const int FileHeaderLength = 12;

    /// <summary>The extended form of a simple file: a canvas, the image, and data after it.</summary>
    public static byte[] Extended(byte[] simple, int width, int height, byte flags, params (string Type, byte[] Content)[] chunks)
    {
        var more = chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Content));
        return File([.. Canvas(width, height, flags), .. simple[FileHeaderLength..], .. more]);
    }

    /// <summary>An animation with the image of a simple file as its only frame.</summary>
    public static byte[] Animated(byte[] simple, int width, int height, int x, int y, int frameWidth, int frameHeight)
    {
        byte[] position = [.. UInt24(x / 2), .. UInt24(y / 2)];
        byte[] size = [.. UInt24(frameWidth - 1), .. UInt24(frameHeight - 1)];
        byte[] frame = [.. position, .. size, .. UInt24(100), 0, .. simple[FileHeaderLength..]];
        return File([.. Canvas(width, height, flags: 0x12), .. Chunk("ANIM", new byte[6]), .. Chunk("ANMF", frame)]);
    }

    /// <summary>A lossless image that states a size and has nothing else.</summary>
    public static byte[] WithoutPixels(int width, int height)
    {
        var size = (uint)(width - 1) | (uint)(height - 1) << 14;
        return File(Chunk("VP8L", [0x2F, .. BitConverter.GetBytes(size), 0, 0, 0]));
    }

    private static byte[] Canvas(int width, int height, byte flags) =>
        Chunk("VP8X", [flags, 0, 0, 0, .. UInt24(width - 1), .. UInt24(height - 1)]);

    private static byte[] File(byte[] chunks) => [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Length), .. "WEBP"u8, .. chunks];

    private static byte[] Chunk(string type, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] UInt24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
