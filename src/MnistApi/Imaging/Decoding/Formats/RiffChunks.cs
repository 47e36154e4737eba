using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// Enumerates the chunks of a RIFF file, and stops at an incomplete chunk. A chunk has a type, a length, the content, and a padding byte if
/// the length is odd.
/// </summary>
internal ref struct RiffChunks(ReadOnlySpan<byte> chunks)
{
    private const int HeaderLength = 8;

    private ReadOnlySpan<byte> _rest = chunks;

    public RiffChunk Current { get; private set; }

    /// <summary>Whether all bytes were read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly RiffChunks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < HeaderLength) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[4..]);
        if (length > _rest.Length - HeaderLength) return false;

        Current = new RiffChunk(_rest[..4], _rest[HeaderLength..(int)(HeaderLength + length)]);
        _rest = _rest[(int)Math.Min(_rest.Length, HeaderLength + length + (length & 1))..];
        return true;
    }
}

/// <summary>A chunk of a RIFF file.</summary>
internal readonly ref struct RiffChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
{
    private readonly ReadOnlySpan<byte> _type = type;

    /// <summary>The content without the type, the length and the padding.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>Whether the chunk has a type of four characters.</summary>
    public bool Is(ReadOnlySpan<byte> type) => _type.SequenceEqual(type);
}
