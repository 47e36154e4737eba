using System.Collections.ObjectModel;

namespace MnistApi.Training.Checkpoints.Safetensors;

/// <summary>
/// Tensors and text in the safetensors format: 8 bytes header length, a JSON header, then the data. A file holds no code
/// and needs none to be read.
/// </summary>
/// <remarks>
/// Format: https://github.com/huggingface/safetensors#format. The same content always gives the same bytes: metadata are
/// ordered by key, tensors by falling element size and then by name, so that each starts at a multiple of its element size.
/// A written file carries its own SHA-256 as metadata <c>sha256</c>, computed with those 64 characters taken as '0'.
/// </remarks>
public sealed class SafetensorsFile
{
    /// <summary>The largest file that is read unless the caller says otherwise, in bytes: 256 MiB.</summary>
    public const long DefaultMaximumBytes = 256L << 20;

    /// <summary>Takes the tensors without copying their data.</summary>
    /// <param name="metadata">Free text. The key <c>sha256</c> is the writer's.</param>
    /// <param name="tensors">In any order, each with its own name.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or the metadata have a key <c>sha256</c>.</exception>
    public SafetensorsFile(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<SafetensorsTensor> tensors)
    {
        var sorted = new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal);
        if (sorted.ContainsKey(SafetensorsChecksum.Key))
            throw new ArgumentException($"The metadata key {SafetensorsChecksum.Key} is for the checksum, which is added when the file is written.", nameof(metadata));
        Metadata = new ReadOnlyDictionary<string, string>(sorted);

        Tensors = [.. tensors.OrderByDescending(t => SafetensorsDtype.Bits(t.Dtype)).ThenBy(t => t.Name, StringComparer.Ordinal)];
        if (Tensors.CountBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(c => c.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"Two tensors have the name '{twice}'.", nameof(tensors));
    }

    /// <summary>Free text, ordered by key, without the checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, ordered by falling element size and then by name.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Reads a file from memory. The tensors share that memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="requireChecksum">Refuse a file without a checksum. One that is there is verified in any case.</param>
    /// <param name="maximumBytes">Refuse a file above this size, in bytes.</param>
    /// <exception cref="CheckpointFormatException">The file is truncated, damaged, too large, or something else.</exception>
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
