using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>The structure of JPEG files (ITU-T T.81, annex B): segments that begin with a marker, and compressed pixels among them.</summary>
internal static class JpegFile
{
    /// <summary>
    /// A progressive JPEG has about ten scans, and each goes over the whole image: of a few bytes a scan, thousands of them would take minutes.
    /// </summary>
    public const int MaxScans = 99;

    public const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    private const byte Application1 = 0xE1;

    /// <returns>Null where it is broken.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        ImageFile? image = null;
        var orientation = ImageOrientation.Upright;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker is StartOfScan or EndOfImage) break;
            if (segment.Marker == Application1 && segment.Content.StartsWith("Exif\0\0"u8)) orientation = ExifOrientation.Read(segment.Content);
            if (!IsFrame(segment.Marker) || image is not null) continue;
            if (segment.Content.Length < 6) return null;
            image = new ImageFile(ImageFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(segment.Content[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment.Content[1..])) { IsOpaque = true, IsGray = segment.Content[5] == 1 };
        }

        return image is null ? null : image with { Orientation = orientation };
    }

    /// <summary>Whether the file has its end marker, or, without one, every scan that it must have. Whether the last of those scans is whole, <see cref="UnendedJpeg"/> finds out.</summary>
    /// <param name="hasEnd">Whether the end marker is there.</param>
    /// <exception cref="ImageRejectedException">There are more than <see cref="MaxScans"/> scans, or the image library does not decode files of this kind.</exception>
    public static bool IsWhole(ReadOnlySpan<byte> file, out bool hasEnd)
    {
        if (!JpegScans.AreSupported(file))
            throw new ImageRejectedException(ImageRejection.UnsupportedEncoding,
                "The JPEG is compressed in a rare way that cannot be read. Save it again as a baseline or progressive JPEG, or as PNG.");

        hasEnd = true;
        var scans = 0;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker == EndOfImage) return scans > 0;
            if (segment.Marker == StartOfScan && ++scans > MaxScans)
                throw new ImageRejectedException(ImageRejection.TooManyScans, $"The JPEG has more than {MaxScans} scans, where others have about ten. Save the image anew.");
        }

        hasEnd = false;
        return JpegScans.AreComplete(file);
    }

    /// <summary>SOF0 to SOF15; three numbers among them are other segments.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
