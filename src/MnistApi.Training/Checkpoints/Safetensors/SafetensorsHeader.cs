namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>The contents of a safetensors file's JSON header, not yet checked against the rest of the file.</summary>
/// <param name="Metadata">Text by key, without the checksum.</param>
/// <param name="Entries">The tensors in the order of the header.</param>
/// <param name="ChecksumOffset">Position of the checksum's first character in the header; null if there is no checksum.</param>
internal sealed record SafetensorsHeader(
    SortedDictionary<string, string> Metadata, List<SafetensorsEntry> Entries, int? ChecksumOffset)
{
    public const string MetadataKey = "__metadata__";
    public const string DtypeKey = "dtype";
    public const string ShapeKey = "shape";
    public const string OffsetsKey = "data_offsets";

    /// <summary>Bytes before the header. They hold its length as a little-endian unsigned 64-bit integer.</summary>
    public const int PrefixLength = 8;

    /// <summary>The header's length is padded to a multiple of this number, so that the data are aligned.</summary>
    public const int Alignment = 8;

    /// <summary>The shortest header, in bytes: an empty JSON object.</summary>
    public const int MinimumLength = 2;

    /// <summary>The longest header that is read or written, in bytes: 1 MiB, enough for about ten thousand tensors.</summary>
    public const int MaximumLength = 1 << 20;
}

/// <summary>
/// A tensor in the header. Its data are the bytes from <paramref name="Begin"/> to <paramref name="End"/> - 1 after the header.
/// </summary>
internal sealed record SafetensorsEntry(string Name, string Dtype, long[] Shape, long Begin, long End);
