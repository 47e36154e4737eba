using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>Reads the structure of GIF files (GIF89a): a logical screen, followed by frames and extensions.</summary>
internal static class GifFile
{
    private const int HeaderLength = 13, FrameHeaderLength = 9;
    private const byte Extension = 0x21, Frame = 0x2C, Trailer = 0x3B;

    /// <summary>Reads the size of the logical screen. A larger first frame enlarges the screen, as in browsers.</summary>
    /// <returns>The structure; null if the header is damaged.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength) return null;

        int width = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), height = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        if (TrySkip(ref file, HeaderLength + PaletteLength(file[10])))
        {
            while (file is [Extension, ..] && TrySkip(ref file, 2) && TrySkipBlocks(ref file)) { }
            if (file is [Frame, ..] && file.Length > FrameHeaderLength)
            {
                var (left, top, frameWidth, frameHeight) = ReadPosition(file[1..]);
                (width, height) = (Math.Max(width, left + frameWidth), Math.Max(height, top + frameHeight));
            }
        }

        return new ImageFile(ImageFormat.Gif, width, height);
    }

    /// <summary>
    /// Whether the file has a frame and every block is complete. The trailer may be missing, because browsers also show such files.
    /// </summary>
    public static bool IsComplete(ReadOnlySpan<byte> file)
    {
        if (!TrySkip(ref file, HeaderLength + PaletteLength(file[10]))) return false;

        var hasFrame = false;
        while (!file.IsEmpty)
        {
            switch (file[0])
            {
                case Trailer:
                    return hasFrame;
                case Extension when TrySkip(ref file, 2) && TrySkipBlocks(ref file):
                    break;
                case Frame when TrySkipFrame(ref file):
                    hasFrame = true;
                    break;
                default:
                    return false;
            }
        }

        return hasFrame;
    }

    /// <summary>
    /// Returns the file with the screen size of <see cref="ReadHeader"/>. ImageSharp would otherwise crop a larger frame to the screen.
    /// </summary>
    public static FirstFrame ReadFirstFrame(ReadOnlySpan<byte> file, ImageFile image)
    {
        var copy = file.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(6), (ushort)image.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(8), (ushort)image.Height);
        return new FirstFrame(copy);
    }

    private static bool TrySkipFrame(ref ReadOnlySpan<byte> file)
    {
        if (file.Length < 1 + FrameHeaderLength) return false;
        var (_, _, width, height) = ReadPosition(file[1..]);
        return width > 0 && height > 0
            && TrySkip(ref file, 1 + FrameHeaderLength + PaletteLength(file[9]) + 1) // The last byte is the code length.
            && TrySkipBlocks(ref file);
    }

    private static (int Left, int Top, int Width, int Height) ReadPosition(ReadOnlySpan<byte> frame) => (
        BinaryPrimitives.ReadUInt16LittleEndian(frame), BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]),
        BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]), BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]));

    /// <summary>Skips data blocks through the empty block that ends them. Each block begins with its length, 1 to 255 bytes.</summary>
    private static bool TrySkipBlocks(ref ReadOnlySpan<byte> file)
    {
        while (!file.IsEmpty)
        {
            var length = file[0];
            if (!TrySkip(ref file, 1 + length)) return false;
            if (length == 0) return true;
        }

        return false;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> file, int length)
    {
        if (length > file.Length) return false;
        file = file[length..];
        return true;
    }

    private static int PaletteLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
}
