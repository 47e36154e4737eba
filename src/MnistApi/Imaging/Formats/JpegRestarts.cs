namespace MnistApi.Imaging.Formats;

/// <summary>
/// ImageSharp 2.1 does not start counting restart intervals anew at each scan, unless the interval is defined anew. Without this, a progressive JPEG with
/// restart markers decodes to noise when an interval does not divide the blocks of a scan.
/// </summary>
internal static class JpegRestarts
{
    private const byte DefineRestartInterval = 0xDD;

    /// <summary>The file with its restart interval defined again before each scan after the first.</summary>
    public static byte[] DefineAtEachScan(ReadOnlySpan<byte> file)
    {
        if (file.IndexOf([(byte)0xFF, DefineRestartInterval]) < 0) return file.ToArray();

        using var copy = new MemoryStream(file.Length);
        ReadOnlySpan<byte> definition = [];
        var (copied, scans) = (0, 0);
        foreach (var segment in new JpegSegments(file))
        {
            if (segment.Marker == DefineRestartInterval) definition = file[segment.Start..segment.End];
            if (segment.Marker != JpegFile.StartOfScan || scans++ == 0) continue;

            copy.Write(file[copied..segment.Start]);
            copy.Write(definition);
            copied = segment.Start;
        }

        copy.Write(file[copied..]);
        return copy.ToArray();
    }
}
