using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>Reads the orientation from EXIF data (tag 0x0112 in the first directory of a TIFF structure).</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112, ShortType = 3;
    private const int EntryLength = 12;

    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>Whether the content of a JPEG segment is EXIF data.</summary>
    public static bool IsIn(ReadOnlySpan<byte> content) => content.StartsWith(Prefix);

    /// <summary>Reads the orientation. Damaged EXIF data is no reason to reject a photo, so this method never fails.</summary>
    /// <param name="exif">The TIFF structure, with or without the prefix that JPEG files put before it.</param>
    /// <returns>The orientation; upright if the data has no orientation or is damaged.</returns>
    public static ImageOrientation Read(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith(Prefix) ? exif[Prefix.Length..] : exif;
        if (tiff.Length < 8) return ImageOrientation.Upright;
        var isLittleEndian = tiff.StartsWith("II*\0"u8);
        if (!isLittleEndian && !tiff.StartsWith("MM\0*"u8)) return ImageOrientation.Upright;

        var start = isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2) return ImageOrientation.Upright;
        var count = ReadUInt16(tiff[(int)start..], isLittleEndian);
        var entries = tiff[((int)start + 2)..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (ReadUInt16(entries, isLittleEndian) != OrientationTag || ReadUInt16(entries[2..], isLittleEndian) != ShortType) continue;
            var value = (ImageOrientation)ReadUInt16(entries[8..], isLittleEndian);
            return Enum.IsDefined(value) ? value : ImageOrientation.Upright;
        }

        return ImageOrientation.Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool isLittleEndian) =>
        isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
