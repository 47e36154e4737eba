using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// The structure of JPEG files (ITU-T T.81, annex B): segments that begin with a marker, and compressed pixels between them.
/// </summary>
internal static class JpegFile
{
    /// <summary>
    /// The most scans that a file may have. A progressive JPEG has about ten, and each of them goes over the whole image: thousands of
    /// scans of a few bytes each would take minutes.
    /// </summary>
    public const int MaxScans = 99;

    private const byte Application1 = 0xE1;

    /// <returns>Null if the header is broken.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        ImageFile? image = null;
        var orientation = ImageOrientation.Upright;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker is JpegSegment.StartOfScan or JpegSegment.EndOfImage) break;
            var content = segment.Content;
            if (segment.Marker == Application1 && ExifOrientation.IsIn(content)) orientation = ExifOrientation.Read(content);
            if (!segment.IsFrame || image is not null) continue;
            if (content.Length < 6) return null;
            image = ReadFrame(content);
        }

        return image is null ? null : image with { Orientation = orientation };
    }

    /// <summary>
    /// Whether the file has its end marker, or, without one, every scan that it needs. Whether the last of those scans is complete, only
    /// <see cref="UnendedJpeg"/> finds out.
    /// </summary>
    /// <param name="hasEnd">Whether the end marker is there.</param>
    /// <exception cref="ImageRejectedException">
    /// There are more than <see cref="MaxScans"/> scans, or the image library does not decode files of this kind.
    /// </exception>
    public static bool IsComplete(ReadOnlySpan<byte> file, out bool hasEnd)
    {
        if (!JpegScans.AreSupported(file))
        {
            throw new ImageRejectedException(
                ImageRejection.UnsupportedEncoding,
                "The JPEG is compressed in a rare way that cannot be read. Save it again as a baseline or progressive JPEG, or as PNG.");
        }

        hasEnd = true;
        var scans = 0;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker == JpegSegment.EndOfImage) return scans > 0;
            if (segment.Marker != JpegSegment.StartOfScan || ++scans <= MaxScans) continue;
            throw new ImageRejectedException(
                ImageRejection.TooManyScans,
                $"The JPEG has more than {MaxScans} scans, where others have about ten. Save the image again.");
        }

        hasEnd = false;
        return JpegScans.AreAllThere(file);
    }

    private static ImageFile ReadFrame(ReadOnlySpan<byte> frame)
    {
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        return new ImageFile(ImageFormat.Jpeg, width, height) { IsOpaque = true, IsGray = frame[5] == 1 };
    }
}
