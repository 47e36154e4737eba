using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Works around a fault of ImageSharp 2.1, which goes on counting a restart interval from one scan to the next unless the interval is
/// defined again. A progressive JPEG with restart markers would decode to noise if the interval does not divide the blocks of a scan.
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
            if (segment.Marker != JpegSegment.StartOfScan || scans++ == 0) continue;

            copy.Write(file[copied..segment.Start]);
            copy.Write(definition);
            copied = segment.Start;
        }

        copy.Write(file[copied..]);
        return copy.ToArray();
    }
}
