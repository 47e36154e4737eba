using System.Buffers.Binary;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>
/// Reads files of unknown origin: length, header, layout and checksum are checked in this order, and nothing is allocated
/// on the word of the file before it has been compared with what is there.
/// </summary>
internal sealed class SafetensorsReader(bool requireChecksum, long maximumBytes)
{
    /// <summary>The header's length and its first character: by them a file of another kind is known.</summary>
    private const int StartLength = SafetensorsHeader.PrefixLength + 1;

    public SafetensorsContents Read(ReadOnlyMemory<byte> file)
    {
        CheckLength(file.Length);
        var prefixLength = PrefixLength(file.Span[..StartLength], file.Length);
        var prefix = file[..prefixLength];
        var header = ParseHeader(prefix.Span, file.Length - prefixLength);
        return Assemble(header, prefix.Span, file[prefixLength..]);
    }

    private void CheckLength(long length)
    {
        if (length < SafetensorsHeader.PrefixLength + SafetensorsHeader.MinimumLength)
            throw new CheckpointFormatException($"The file has {length} bytes, too few for a safetensors file, which has at least {SafetensorsHeader.PrefixLength + SafetensorsHeader.MinimumLength}. Fetch it again.");
        var limit = Math.Min(maximumBytes, Array.MaxLength);
        if (length > limit)
            throw new CheckpointFormatException($"The file has {length} bytes; at most {limit} are read. Check that it is the right file, or raise the limit.");
    }

    /// <summary>Bytes before the data: the length prefix and the header.</summary>
    private static int PrefixLength(ReadOnlySpan<byte> start, long fileLength)
    {
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (headerLength is < SafetensorsHeader.MinimumLength or > SafetensorsHeader.MaximumLength)
            throw Foreign(start, $"its first 8 bytes announce a header of {headerLength} bytes; {SafetensorsHeader.MinimumLength} to {SafetensorsHeader.MaximumLength} are read");
        if (start[^1] != '{')
            throw Foreign(start, "its header does not begin with '{'");
        var prefixLength = SafetensorsHeader.PrefixLength + (int)headerLength;
        if (prefixLength > fileLength)
            throw new CheckpointFormatException($"The file ends after {fileLength} bytes, inside a header of {headerLength} bytes: it is incomplete. Fetch it again.");
        return prefixLength;
    }

    private static CheckpointFormatException Foreign(ReadOnlySpan<byte> start, string why) =>
        new($"This is no safetensors file{Recognize(start)}: {why}. Upload a file in the safetensors format.");

    /// <summary>Names what people take for a checkpoint, so that the message helps.</summary>
    private static string Recognize(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => " but a PNG picture",
        [(byte)'P', (byte)'K', 3, 4, ..] => " but a zip archive (PyTorch's .pt and NumPy's .npz are such)",
        [0x80, >= 2 and <= 5, ..] => " but a Python pickle, which may contain code and is never loaded",
        [0x1f, 0x8b, ..] => " but gzip-compressed",
        _ => "",
    };

    private static SafetensorsHeader ParseHeader(ReadOnlySpan<byte> prefix, long dataLength)
    {
        var header = SafetensorsHeaderParser.Parse(prefix[SafetensorsHeader.PrefixLength..]);
        header.Entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        SafetensorsLayout.Check(header.Entries, dataLength);
        return header;
    }

    private SafetensorsContents Assemble(SafetensorsHeader header, ReadOnlySpan<byte> prefix, ReadOnlyMemory<byte> data)
    {
        if (header.ChecksumOffset is { } offset)
            VerifyChecksum(prefix, SafetensorsHeader.PrefixLength + offset, data);
        else if (requireChecksum)
            throw new CheckpointFormatException($"The file has no checksum (metadata '{SafetensorsChecksum.Key}'), so damage could not be seen. Use a checkpoint as this service wrote it.");

        return new SafetensorsContents(header.Metadata, header.Entries.Select(
            e => new SafetensorsTensor(e.Name, e.Dtype, e.Shape, data.Slice((int)e.Begin, (int)(e.End - e.Begin)))));
    }

    private static void VerifyChecksum(ReadOnlySpan<byte> prefix, int offset, ReadOnlyMemory<byte> data)
    {
        var computed = SafetensorsChecksum.Compute(prefix, offset, [data]);
        if (!prefix.Slice(offset, SafetensorsChecksum.Length).SequenceEqual(computed))
            throw new CheckpointFormatException("The file's SHA-256 is not the one it carries: it was damaged or changed after it was written. Fetch it again from where it was made.");
    }
}

/// <summary>What a file holds: its metadata without the checksum, and its tensors.</summary>
internal sealed record SafetensorsContents(IReadOnlyDictionary<string, string> Metadata, IEnumerable<SafetensorsTensor> Tensors);
