namespace MnistApi.Imaging.Formats;

/// <summary>What the scans of a JPEG bring: a sequential file brings a component in one, a progressive one bit by bit in several (ITU-T T.81, annex G).</summary>
internal static class JpegScans
{
    private const byte Progressive = 0xC2;

    /// <summary>Whether they bring each of the 64 coefficients of every component to its last bit, so that no scan is missing.</summary>
    public static bool AreComplete(ReadOnlySpan<byte> file)
    {
        var missing = new Dictionary<byte, ulong>();
        var isProgressive = false;
        foreach (var segment in new JpegSegments(file))
        {
            if (JpegFile.IsFrame(segment.Marker))
            {
                isProgressive = segment.Marker == Progressive;
                for (var at = 6; at < segment.Content.Length; at += 3) missing[segment.Content[at]] = ulong.MaxValue;
            }
            else if (segment.Marker == JpegFile.StartOfScan && !TryTake(segment.Content, isProgressive, missing))
            {
                return false;
            }
        }

        return missing.Count > 0 && missing.Values.All(coefficients => coefficients == 0);
    }

    /// <summary>
    /// Whether ImageSharp 2.1 decodes the file: baseline, extended or progressive with Huffman codes, and a scan of a sequential file has one component or all.
    /// It decodes a scan of two components out of three to a wrong image.
    /// </summary>
    public static bool AreSupported(ReadOnlySpan<byte> file)
    {
        var (isProgressive, components) = (false, 0);
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker == JpegFile.EndOfImage) break;
            if (JpegFile.IsFrame(segment.Marker))
            {
                if (segment.Marker > Progressive || segment.Content.Length < 6) return false;
                (isProgressive, components) = (segment.Marker == Progressive, segment.Content[5]);
            }
            else if (segment.Marker == JpegFile.StartOfScan && !isProgressive && segment.Content is [var count, ..] && count != 1 && count != components)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The coefficients that a decoder keeps for each pixel. It keeps none where the first scan of a sequential file has all components.</summary>
    public static double CoefficientsPerPixel(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> frame = [];
        var isProgressive = false;
        foreach (var segment in new JpegSegments(file))
        {
            if (JpegFile.IsFrame(segment.Marker))
            {
                isProgressive = segment.Marker == Progressive;
                frame = segment.Content;
            }


            if (segment.Marker != JpegFile.StartOfScan) continue;
            if (!isProgressive && segment.Content is [var count, ..] && frame is [_, _, _, _, _, var components, ..] && count == components) return 0;
            break;
        }

        var (widest, highest, samples) = (1, 1, 0);
        for (var at = 7; at < frame.Length; at += 3)
        {
            var (horizontal, vertical) = (frame[at] >> 4, frame[at] & 0xF);
            (widest, highest, samples) = (Math.Max(widest, horizontal), Math.Max(highest, vertical), samples + horizontal * vertical);
        }

        return (double)samples / (widest * highest);
    }

    /// <returns>False where the scan's header is broken.</returns>
    private static bool TryTake(ReadOnlySpan<byte> scan, bool isProgressive, Dictionary<byte, ulong> missing)
    {
        if (scan.IsEmpty || scan.Length < 4 + 2 * scan[0]) return false;

        var parameters = scan[(1 + 2 * scan[0])..];
        var (first, last, bitsLeft) = isProgressive ? (parameters[0], parameters[1], parameters[2] & 0xF) : (0, 63, 0);
        if (first > last || last > 63) return false;

        var brought = bitsLeft == 0 ? ulong.MaxValue >> 63 - (last - first) << first : 0;
        for (var component = 0; component < scan[0]; component++)
        {
            if (!missing.TryGetValue(scan[1 + 2 * component], out var coefficients)) return false;
            missing[scan[1 + 2 * component]] = coefficients & ~brought;
        }

        return true;
    }
}
