using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>Reads one of the many tags of EXIF data: how the camera was held.</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112, ShortType = 3;
    private const int EntryLength = 12;

    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <param name="exif">A TIFF header and what follows, with JPEG's prefix before it or without.</param>
    /// <returns>Upright where the data do not say it, or make no sense: a photo is not refused for them.</returns>
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
