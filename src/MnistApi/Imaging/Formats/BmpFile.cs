using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>The structure of BMP files as Windows and OS/2 write them: two headers, perhaps a palette, and rows.</summary>
internal static class BmpFile
{
    private const int FileHeaderLength = 14, CoreHeaderLength = 12, AlphaHeaderLength = 56;

    /// <summary>OS/2 2 may leave out any field after the number of bits; what is left out is 0.</summary>
    private const int ShortHeaderLength = 16;

    private const int CompressionEnd = 20;
    private const int Plain = 0, RunLength8 = 1, RunLength4 = 2, Masks = 3;

    /// <returns>Null where it is broken.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength + CoreHeaderLength) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        if (length > file.Length - FileHeaderLength) return null;
        if (length == CoreHeaderLength)
            return new ImageFile(ImageFormat.Bmp, BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..])) { IsOpaque = true };
        if (length < ShortHeaderLength) return null;

        // A negative height tells that the rows go from top to bottom. The least number has no absolute value.
        var height = BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        var hasAlpha = length >= AlphaHeaderLength && Compression(file) == Masks && BinaryPrimitives.ReadUInt32LittleEndian(file[66..]) != 0;
        return height == int.MinValue
            ? null
            : new ImageFile(ImageFormat.Bmp, BinaryPrimitives.ReadInt32LittleEndian(file[18..]), Math.Abs(height)) { IsOpaque = !hasAlpha };
    }

    public static bool HasRunLengths(ReadOnlySpan<byte> file) =>
        BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) != CoreHeaderLength && Compression(file) is RunLength8 or RunLength4;

    /// <summary>Whether all rows are there.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file, ImageFile image)
    {
        var start = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (start < FileHeaderLength + CoreHeaderLength || start > file.Length) return false;

        var rows = file[(int)start..];
        var isCore = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) == CoreHeaderLength;
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(isCore ? 24 : 28)..]);
        return (isCore ? Plain : Compression(file)) switch
        {
            Plain or Masks => bits is 1 or 4 or 8 or 16 or 24 or 32 && ((long)image.Width * bits + 31) / 32 * 4 * image.Height <= rows.Length,
            RunLength8 => bits == 8 && HasEndOfRuns(rows, bits),
            RunLength4 => bits == 4 && HasEndOfRuns(rows, bits),
            _ => false,
        };
    }

    private static uint Compression(ReadOnlySpan<byte> file) =>
        BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) < CompressionEnd ? Plain : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);

    /// <summary>Pairs of a count and a level; after the count 0: 0 ends a row, 1 the image, 2 moves by two bytes that follow, and others are a count of levels that follow.</summary>
    private static bool HasEndOfRuns(ReadOnlySpan<byte> runs, int bits)
    {
        for (var i = 0; i + 1 < runs.Length;)
        {
            var (count, second) = (runs[i], runs[i + 1]);
            if (count == 0 && second == 1) return true;
            i += 2;
            if (count != 0 || second == 0) continue;
            i += second == 2 ? 2 : ((second * bits + 7) / 8 + 1) / 2 * 2; // to a whole number of 16 bits
        }

        return false;
    }
}
