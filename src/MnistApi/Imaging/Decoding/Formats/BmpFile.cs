using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>Reads the structure of BMP files from Windows and OS/2: two headers, an optional palette, and rows of pixels.</summary>
internal static class BmpFile
{
    private const int FileHeaderLength = 14, CoreHeaderLength = 12, AlphaHeaderLength = 56;

    /// <summary>The shortest header of OS/2 2. It may omit any field after the number of bits. An omitted field is 0.</summary>
    private const int ShortHeaderLength = 16;

    private const int CompressionEnd = 20;
    private const int Plain = 0, RunLength8 = 1, RunLength4 = 2, Masks = 3;

    /// <summary>Reads the headers.</summary>
    /// <returns>The structure; null if a header is damaged.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength + CoreHeaderLength) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        if (length > file.Length - FileHeaderLength) return null;
        if (length == CoreHeaderLength) return ReadCoreHeader(file);
        if (length < ShortHeaderLength) return null;

        // A negative height means that the rows run from top to bottom. The smallest integer has no absolute value.
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        if (height == int.MinValue) return null;
        var hasMasks = length >= AlphaHeaderLength && Compression(file) == Masks;
        var hasAlpha = hasMasks && BinaryPrimitives.ReadUInt32LittleEndian(file[66..]) != 0;
        return new ImageFile(ImageFormat.Bmp, width, Math.Abs(height)) { IsOpaque = !hasAlpha };
    }

    /// <summary>Whether the pixels are run-length encoded.</summary>
    public static bool HasRunLengths(ReadOnlySpan<byte> file) => !HasCoreHeader(file) && Compression(file) is RunLength8 or RunLength4;

    /// <summary>Whether the file has all rows.</summary>
    /// <param name="file">A file whose headers were read.</param>
    public static bool IsComplete(ReadOnlySpan<byte> file, ImageFile image)
    {
        var start = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (start < FileHeaderLength + CoreHeaderLength || start > file.Length) return false;

        var rows = file[(int)start..];
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(HasCoreHeader(file) ? 24 : 28)..]);
        return (HasCoreHeader(file) ? Plain : Compression(file)) switch
        {
            Plain or Masks => bits is 1 or 4 or 8 or 16 or 24 or 32 && image.Height * RowLength(image.Width, bits) <= rows.Length,
            RunLength8 => bits == 8 && HasEndOfRuns(rows, bits),
            RunLength4 => bits == 4 && HasEndOfRuns(rows, bits),
            _ => false,
        };
    }

    private static ImageFile ReadCoreHeader(ReadOnlySpan<byte> file)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]));
        return new ImageFile(ImageFormat.Bmp, width, height) { IsOpaque = true };
    }

    /// <summary>Computes the length of a row in bytes. Rows are padded to a multiple of 32 bits.</summary>
    private static long RowLength(int width, int bits) => ((long)width * bits + 31) / 32 * 4;

    private static bool HasCoreHeader(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) == CoreHeaderLength;

    private static uint Compression(ReadOnlySpan<byte> file) =>
        BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) < CompressionEnd ? Plain : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);

    /// <summary>
    /// Whether the runs end with an end marker. A run is a count and a level. After a count of 0, the second byte is a command: 0 ends a
    /// row, 1 ends the image, 2 moves by the two bytes that follow, and any other number is the count of the single levels that follow.
    /// </summary>
    private static bool HasEndOfRuns(ReadOnlySpan<byte> runs, int bits)
    {
        for (var i = 0; i + 1 < runs.Length;)
        {
            var (count, second) = (runs[i], runs[i + 1]);
            if (count == 0 && second == 1) return true;
            i += 2;
            if (count != 0 || second == 0) continue;
            i += second == 2 ? 2 : ((second * bits + 7) / 8 + 1) / 2 * 2; // Levels are padded to a multiple of 16 bits.
        }

        return false;
    }
}
