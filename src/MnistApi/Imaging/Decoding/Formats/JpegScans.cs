namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// Reads the scans of a JPEG. A sequential file stores a component in one scan. A progressive file stores it in several scans, each of
/// which adds coefficients or some of their bits (ITU-T T.81, annex G).
/// </summary>
internal static class JpegScans
{
    private const byte Progressive = 0xC2;
    private const int FrameHeaderLength = 6, ComponentLength = 3;

    /// <summary>
    /// Whether no scan is missing: the scans store all bits of the 64 coefficients of every component.
    /// </summary>
    public static bool AreComplete(ReadOnlySpan<byte> file)
    {
        var missing = new Dictionary<byte, ulong>();
        var isProgressive = false;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.IsFrame)
            {
                isProgressive = segment.Marker == Progressive;
                var frame = segment.Content;
                for (var at = FrameHeaderLength; at < frame.Length; at += ComponentLength) missing[frame[at]] = ulong.MaxValue;
            }
            else if (segment.Marker == JpegSegment.StartOfScan && !TryRemoveStored(segment.Content, isProgressive, missing))
            {
                return false;
            }
        }

        return missing.Count > 0 && missing.Values.All(coefficients => coefficients == 0);
    }

    /// <summary>
    /// Whether ImageSharp 2.1 decodes the file correctly. The file must be baseline, extended or progressive with Huffman codes. A scan of
    /// a sequential file must have one component or all components, because ImageSharp decodes other scans to a wrong image.
    /// </summary>
    public static bool AreSupported(ReadOnlySpan<byte> file)
    {
        var (isProgressive, components) = (false, 0);
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker == JpegSegment.EndOfImage) break;
            if (segment.IsFrame)
            {
                if (segment.Marker > Progressive || segment.Content.Length < FrameHeaderLength) return false;
                (isProgressive, components) = (segment.Marker == Progressive, segment.Content[5]);
            }
            else if (segment.Marker == JpegSegment.StartOfScan && !isProgressive)
            {
                if (segment.Content is [var count, ..] && count != 1 && count != components) return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Counts the coefficients for each pixel that the decoder keeps in memory until the last scan. It keeps none if the first scan of a
    /// sequential file has all components.
    /// </summary>
    public static double CoefficientsPerPixel(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> frame = [];
        var isProgressive = false;
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.IsFrame)
            {
                isProgressive = segment.Marker == Progressive;
                frame = segment.Content;
            }

            if (segment.Marker != JpegSegment.StartOfScan) continue;
            if (!isProgressive && segment.Content is [var count, ..] && frame.Length >= FrameHeaderLength && count == frame[5]) return 0;
            break;
        }

        return SamplesPerPixel(frame);
    }

    /// <summary>
    /// Counts the samples of all components for each pixel. Each component has a horizontal and a vertical sampling factor. A component
    /// with the largest factors has one sample for each pixel.
    /// </summary>
    private static double SamplesPerPixel(ReadOnlySpan<byte> frame)
    {
        var (widest, highest, samples) = (1, 1, 0);
        for (var at = FrameHeaderLength + 1; at < frame.Length; at += ComponentLength)
        {
            var (horizontal, vertical) = (frame[at] >> 4, frame[at] & 0xF);
            (widest, highest, samples) = (Math.Max(widest, horizontal), Math.Max(highest, vertical), samples + horizontal * vertical);
        }

        return (double)samples / (widest * highest);
    }

    /// <summary>Removes the coefficients that a scan completes from those that are missing.</summary>
    /// <param name="missing">For each component, a bit for each of the 64 coefficients.</param>
    /// <returns>Whether the scan header is valid.</returns>
    private static bool TryRemoveStored(ReadOnlySpan<byte> scan, bool isProgressive, Dictionary<byte, ulong> missing)
    {
        if (scan.IsEmpty || scan.Length < 4 + 2 * scan[0]) return false;

        var parameters = scan[(1 + 2 * scan[0])..];
        var (first, last, bitsLeft) = isProgressive ? (parameters[0], parameters[1], parameters[2] & 0xF) : (0, 63, 0);
        if (first > last || last > 63) return false;

        var stored = bitsLeft == 0 ? ulong.MaxValue >> 63 - (last - first) << first : 0;
        for (var component = 0; component < scan[0]; component++)
        {
            if (!missing.TryGetValue(scan[1 + 2 * component], out var coefficients)) return false;
            missing[scan[1 + 2 * component]] = coefficients & ~stored;
        }

        return true;
    }
}
