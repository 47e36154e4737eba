using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// Reads the structure of JPEG files (ITU-T T.81, annex B): segments that begin with a marker, and compressed pixels between them.
/// </summary>
internal static class JpegFile
{
    /// <summary>
    /// The greatest number of scans. A progressive JPEG usually has about ten scans. The decoder processes the whole image for each scan,
    /// so a small file with thousands of scans would take minutes.
    /// </summary>
    public const int MaxScans = 99;

    private const byte Application1 = 0xE1;

    /// <summary>Reads the frame header and the orientation.</summary>
    /// <returns>The structure; null if the frame header is missing or damaged.</returns>
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
    /// Whether the file has an end marker or, without one, all scans. In a file without an end marker, the last scan may be incomplete;
    /// <see cref="JpegWithoutEndMarker"/> checks that.
    /// </summary>
    /// <param name="hasEnd">Whether the file has an end marker.</param>
    /// <exception cref="ImageRejectedException">
    /// The file has more than <see cref="MaxScans"/> scans, or the image library cannot decode this kind of JPEG.
    /// </exception>
    public static bool IsComplete(ReadOnlySpan<byte> file, out bool hasEnd)
    {
        if (!JpegScans.AreSupported(file))
        {
            throw new ImageRejectedException(
                ImageRejection.UnsupportedEncoding,
                "The JPEG uses a compression method that is not supported. Save it as a baseline or progressive JPEG, or as a PNG.");
        }

        hasEnd = true;
        var scans = 0;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker == JpegSegment.EndOfImage) return scans > 0;
            if (segment.Marker != JpegSegment.StartOfScan || ++scans <= MaxScans) continue;
            throw new ImageRejectedException(
                ImageRejection.TooManyScans,
                $"The JPEG has more than {MaxScans} scans. Save the image again, with at most {MaxScans} scans or as a PNG.");
        }

        hasEnd = false;
        return JpegScans.AreComplete(file);
    }

    private static ImageFile ReadFrame(ReadOnlySpan<byte> frame)
    {
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        return new ImageFile(ImageFormat.Jpeg, width, height) { IsOpaque = true, IsGray = frame[5] == 1 };
    }
}
