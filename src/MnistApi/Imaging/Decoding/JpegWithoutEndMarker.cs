using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Decodes a JPEG that has all its scans but no end marker. Some small cameras write such files, and browsers show them. Only decoding
/// shows whether the last scan is complete, so this class decodes the file with two different endings. If pixels are missing, the decoder
/// reads them from the ending, and the two results differ.
/// </summary>
internal static class JpegWithoutEndMarker
{
    private static readonly byte[] EndMarker = [0xFF, 0xD9];
    private static readonly byte[] AlternativeEnd = MakeAlternativeEnd();

    /// <summary>Decodes the file as if it had an end marker.</summary>
    /// <param name="file">A file with all scans. Other segments may follow, and the last of them may be incomplete.</param>
    /// <param name="image">The structure of the file.</param>
    /// <param name="decode">Decodes a file that has an end marker.</param>
    /// <exception cref="ImageRejectedException">Pixels are missing.</exception>
    public static ImageRaster Decode(ReadOnlySpan<byte> file, ImageFile image, Func<byte[], ImageRaster> decode)
    {
        var scans = file[..EndOfLastScan(file)];
        var raster = decode([.. scans, .. EndMarker]);
        return raster.Samples.AsSpan().SequenceEqual(decode([.. scans, .. AlternativeEnd]).Samples) ? raster : throw image.Corrupt();
    }

    /// <summary>Returns the position of the first marker after the data of the last scan, or the length of the file.</summary>
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
            var isPartOfScan = code >= 0 && file[at + code] is 0x00 or >= 0xD0 and <= 0xD7; // a data byte 0xFF, or a restart marker
            if (!isPartOfScan) return at;
            at += code + 1;
        }

        return file.Length;
    }

    /// <summary>
    /// Makes an ending that ImageSharp skips if the last scan is complete. Otherwise, ImageSharp decodes the noise in it as pixels. If the
    /// missing pixels begin at a restart interval, it decodes the noise after the restart marker. At <see cref="EndMarker"/>, ImageSharp
    /// reads bits of 1 and then of 0. Both parts of the noise begin with a bit of 0, so that the results differ.
    /// </summary>
    private static byte[] MakeAlternativeEnd()
    {
        // After a complete scan, ImageSharp reads the restart marker as a segment, which needs a valid length.
        byte[] length = [0x00, 0x02];
        var noise = new byte[512];
        new Random(1).NextBytes(noise);
        for (var i = 0; i < noise.Length; i++)
            if (noise[i] == 0xFF) noise[i] = 0xFE; // 0xFF would begin a marker.
        noise[0] &= 0x7F;
        return [.. noise, 0xFF, 0xD0, .. length, .. noise, .. EndMarker];
    }
}
