namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>What the JSON header of a safetensors file says, unchecked against the rest of the file.</summary>
/// <param name="Metadata">The free text-to-text map, the checksum left out.</param>
/// <param name="Entries">The tensors in the header's order.</param>
/// <param name="ChecksumOffset">Where in the header the checksum's 64 characters begin, or null where it has none.</param>
internal sealed record SafetensorsHeader(
    SortedDictionary<string, string> Metadata, List<SafetensorsEntry> Entries, int? ChecksumOffset)
{
    public const string MetadataKey = "__metadata__";
    public const string DtypeKey = "dtype";
    public const string ShapeKey = "shape";
    public const string OffsetsKey = "data_offsets";

    /// <summary>Bytes before the header: its length as a little-endian unsigned 64-bit integer.</summary>
    public const int PrefixLength = 8;

    /// <summary>The header is padded to a multiple of this, so that the elements behind it are aligned.</summary>
    public const int Alignment = 8;

    /// <summary>The shortest header, in bytes: an empty JSON object.</summary>
    public const int MinimumLength = 2;

    /// <summary>The longest header that is read or written, in bytes: 1 MiB, some ten thousand tensors.</summary>
    public const int MaximumLength = 1 << 20;
}

/// <summary>A tensor's line in the header. The data lie in [<paramref name="Begin"/>, <paramref name="End"/>) of the bytes behind the header.</summary>
internal sealed record SafetensorsEntry(string Name, string Dtype, long[] Shape, long Begin, long End);
