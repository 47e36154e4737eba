using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Decodes a JPEG that has every scan but no end marker. Some small cameras leave the marker out, and browsers show such a file all the
/// same. Only decoding shows whether the file was cut off within its last scan. The decoder makes missing pixels from the bytes that
/// follow, so two endings then give two images.
/// </summary>
internal static class UnendedJpeg
{
    private static readonly byte[] EndMarker = [0xFF, 0xD9];
    private static readonly byte[] OtherEnd = MakeOtherEnd();

    /// <summary>Decodes the file as if it had its end marker.</summary>
    /// <param name="file">A file with all scans. Other segments may follow them, and the last of those may be cut off.</param>
    /// <param name="decode">Decodes a file that has its end marker.</param>
    /// <exception cref="ImageRejectedException">Pixels are missing.</exception>
    public static ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, Func<byte[], ImageRaster> decode)
    {
        var scans = file[..EndOfLastScan(file)];
        var raster = decode([.. scans, .. EndMarker]);
        return raster.Rgb.AsSpan().SequenceEqual(decode([.. scans, .. OtherEnd]).Rgb) ? raster : throw image.Corrupt();
    }

    /// <summary>The position of the first marker after the pixels of the last scan, or the end of the file.</summary>
    private static int EndOfLastScan(ReadOnlySpan<byte> file)
    {
        var start = 0;
        foreach (var segment in new JpegSegments(file))
            if (segment.Marker == JpegSegment.StartOfScan) start = segment.End;

        for (var at = start; at < file.Length;)
        {
            var prefix = file[at..].IndexOf((byte)0xFF);
            if (prefix < 0) break;
            at += prefix;
            var code = file[at..].IndexOfAnyExcept((byte)0xFF); // The prefix may be repeated.
            var isPartOfScan = code >= 0 && file[at + code] is 0x00 or >= 0xD0 and <= 0xD7; // a byte of the pixels, or a restart marker
            if (!isPartOfScan) return at;
            at += code + 1;
        }

        return file.Length;
    }

    /// <summary>
    /// Makes an ending that ImageSharp passes over if the last scan is complete. If pixels are missing, it decodes the noise instead. At
    /// the end of a restart interval, it looks for a restart marker and decodes what follows that. After <see cref="EndMarker"/> it reads
    /// bits of 1 and then of 0, so both parts of this ending begin with a bit of 0, and noise follows.
    /// </summary>
    private static byte[] MakeOtherEnd()
    {
        byte[] length = [0x00, 0x02]; // After a complete scan, ImageSharp takes the marker for a segment, which must fit into the file.
        var noise = new byte[512];
        new Random(1).NextBytes(noise);
        for (var i = 0; i < noise.Length; i++)
            if (noise[i] == 0xFF) noise[i] = 0xFE; // 0xFF would begin a marker.
        noise[0] &= 0x7F;
        return [.. noise, 0xFF, 0xD0, .. length, .. noise, .. EndMarker];
    }
}
