using System.Buffers.Binary;
using System.IO.Hashing;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>Enumerates the chunks of a PNG file, and stops at an incomplete chunk.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    private const int Overhead = 12; // length, type and checksum, 4 bytes each

    private ReadOnlySpan<byte> _rest = file.Length < 8 ? [] : file[8..];

    public PngChunk Current { get; private set; }

    public readonly PngChunks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < Overhead) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        if (length > _rest.Length - Overhead) return false;

        Current = new PngChunk(_rest[4..(int)(length + Overhead)]);
        _rest = _rest[(int)(length + Overhead)..];
        return true;
    }
}

/// <summary>A chunk of a PNG file.</summary>
/// <param name="bytes">The type, the content and the checksum.</param>
internal readonly ref struct PngChunk(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The content without the type and the checksum.</summary>
    public ReadOnlySpan<byte> Content => _bytes[4..^4];

    /// <summary>Whether a decoder needs the chunk. The type of such a chunk begins with an uppercase letter.</summary>
    public bool IsCritical => char.IsAsciiLetterUpper((char)_bytes[0]);

    /// <summary>Whether the CRC-32 checksum matches the type and the content.</summary>
    public bool IsUndamaged => Crc32.HashToUInt32(_bytes[..^4]) == BinaryPrimitives.ReadUInt32BigEndian(_bytes[^4..]);

    /// <summary>Whether the chunk has a type of four letters.</summary>
    public bool Is(ReadOnlySpan<byte> type) => _bytes[..4].SequenceEqual(type);
}
