using System.Collections.ObjectModel;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>
/// Tensors and text in the safetensors format: the length of the header in 8 bytes, a JSON header, and the data. A file contains no code
/// and needs none to be read.
/// </summary>
/// <remarks>
/// Format: https://github.com/huggingface/safetensors#format. The same contents always give the same bytes. Metadata are in the order of
/// their keys. Tensors are in descending order of their element size and then in the order of their names, so that each starts at a
/// multiple of its element size. A file has its own SHA-256 in the metadata <c>sha256</c>. Its 64 characters count as '0' in the checksum.
/// </remarks>
public sealed class SafetensorsFile
{
    /// <summary>The default limit for the size of a file, in bytes: 256 MiB.</summary>
    public const long DefaultMaximumBytes = 256L << 20;

    /// <summary>Creates a file without copying the tensors' data.</summary>
    /// <param name="metadata">Any text by key. The key <c>sha256</c> is reserved for the checksum.</param>
    /// <param name="tensors">Tensors in any order. The names must be different.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or the metadata have the key <c>sha256</c>.</exception>
    public SafetensorsFile(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<SafetensorsTensor> tensors)
    {
        var sorted = new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal);
        if (sorted.ContainsKey(SafetensorsChecksum.Key))
            throw new ArgumentException($"The metadata key {SafetensorsChecksum.Key} is reserved.", nameof(metadata));
        Metadata = new ReadOnlyDictionary<string, string>(sorted);

        Tensors =
        [
            .. tensors
                .OrderByDescending(tensor => SafetensorsDtype.Bits(tensor.Dtype))
                .ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
        if (Tensors.CountBy(tensor => tensor.Name).FirstOrDefault(count => count.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"Two tensors have the name '{twice}'.", nameof(tensors));
    }

    /// <summary>Any text in the order of its keys, without the checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in descending order of their element size and then in the order of their names.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Reads a file from memory. The tensors share that memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="requireChecksum">Whether to refuse a file without a checksum. A checksum in the file is verified in any case.</param>
    /// <param name="maximumBytes">The largest accepted size in bytes.</param>
    /// <exception cref="CheckpointFormatException">The file is truncated, damaged, too large, or of another kind.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> file, bool requireChecksum = false, long maximumBytes = DefaultMaximumBytes) =>
        Of(new SafetensorsReader(requireChecksum, maximumBytes).Read(file));

    /// <summary>The file's bytes, checksum included.</summary>
    /// <exception cref="InvalidOperationException">The header would be longer than 1 MiB.</exception>
    public byte[] ToBytes()
    {
        var (prefix, checksumOffset) = SafetensorsHeaderWriter.Build(Metadata, Tensors);
        SafetensorsChecksum.Compute(prefix, checksumOffset, Tensors.Select(tensor => tensor.Data)).CopyTo(prefix, checksumOffset);

        var bytes = new byte[prefix.Length + Tensors.Sum(tensor => tensor.Data.Length)];
        prefix.CopyTo(bytes, 0);
        var position = prefix.Length;
        foreach (var tensor in Tensors)
        {
            tensor.Data.CopyTo(bytes.AsMemory(position));
            position += tensor.Data.Length;
        }

        return bytes;
    }

    private static SafetensorsFile Of(SafetensorsContents contents) => new(contents.Metadata, contents.Tensors);
}
