using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Works around a bug in ImageSharp 2.1, which does not reset the count of a restart interval at the start of a scan unless the file
/// defines the interval again. A progressive JPEG would decode to noise if the number of blocks in a scan is not a multiple of the
/// interval.
/// </summary>
internal static class JpegRestartIntervals
{
    private const byte DefineRestartInterval = 0xDD;

    /// <summary>Returns a copy of the file that defines its restart interval again before each scan after the first.</summary>
    public static byte[] RepeatForEachScan(ReadOnlySpan<byte> file)
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
