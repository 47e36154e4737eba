using System.Buffers.Binary;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>
/// Reads files from untrusted sources. It checks length, header, layout and checksum in this order, and it allocates no memory for a size
/// in the header before it has compared that size with the file.
/// </summary>
internal sealed class SafetensorsReader(bool requireChecksum, long maximumBytes)
{
    /// <summary>The header's length and its first character. They show whether the file is of another kind.</summary>
    private const int StartLength = SafetensorsHeader.PrefixLength + 1;

    private const int MinimumLength = SafetensorsHeader.PrefixLength + SafetensorsHeader.MinimumLength;

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
        if (length < MinimumLength)
            throw new CheckpointFormatException(
                $"The file has {length} bytes. A safetensors file has at least {MinimumLength}. Download it again.");
        var limit = Math.Min(maximumBytes, Array.MaxLength);
        if (length > limit)
            throw new CheckpointFormatException($"The file has {length} bytes. The most is {limit}. Check that it is the right file.");
    }

    /// <summary>Number of bytes before the data: the length prefix and the header.</summary>
    private static int PrefixLength(ReadOnlySpan<byte> start, long fileLength)
    {
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (headerLength is < SafetensorsHeader.MinimumLength or > SafetensorsHeader.MaximumLength)
            throw Foreign(
                start,
                $"Its first 8 bytes announce a header of {headerLength} bytes. It must have "
                + $"{SafetensorsHeader.MinimumLength} to {SafetensorsHeader.MaximumLength}");
        if (start[^1] != '{')
            throw Foreign(start, "Its header does not begin with '{'");
        var prefixLength = SafetensorsHeader.PrefixLength + (int)headerLength;
        if (prefixLength > fileLength)
            throw new CheckpointFormatException(
                $"The file ends after {fileLength} bytes, inside a header of {headerLength} bytes. It is incomplete. Download it again.");
        return prefixLength;
    }

    private static CheckpointFormatException Foreign(ReadOnlySpan<byte> start, string why) =>
        new($"This is not a safetensors file{Recognize(start)}. {why}. Use a file in the safetensors format.");

    /// <summary>Recognizes files that people confuse with checkpoints.</summary>
    private static string Recognize(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => " but a PNG image",
        [(byte)'P', (byte)'K', 3, 4, ..] => " but a zip archive, like PyTorch's .pt and NumPy's .npz files",
        [0x80, >= 2 and <= 5, ..] => " but a Python pickle, which can contain code and is never loaded",
        [0x1f, 0x8b, ..] => " but a gzip file",
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
            throw new CheckpointFormatException(
                $"The file has no checksum (metadata '{SafetensorsChecksum.Key}'), so damage cannot be detected. "
                + "Use a file as this program wrote it.");

        return new SafetensorsContents(header.Metadata, header.Entries.Select(
            e => new SafetensorsTensor(e.Name, e.Dtype, e.Shape, data.Slice((int)e.Begin, (int)(e.End - e.Begin)))));
    }

    private static void VerifyChecksum(ReadOnlySpan<byte> prefix, int offset, ReadOnlyMemory<byte> data)
    {
        var computed = SafetensorsChecksum.Compute(prefix, offset, [data]);
        if (!prefix.Slice(offset, SafetensorsChecksum.Length).SequenceEqual(computed))
            throw new CheckpointFormatException(
                "The SHA-256 in the file is not that of its contents. The file was damaged or changed. Download it again.");
    }
}

/// <summary>The contents of a file: its metadata without the checksum, and its tensors.</summary>
internal sealed record SafetensorsContents(IReadOnlyDictionary<string, string> Metadata, IEnumerable<SafetensorsTensor> Tensors);
