using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>Chunks of a RIFF file, as far as they are whole: type, length, content, and a byte more where the length is odd.</summary>
internal ref struct RiffChunks(ReadOnlySpan<byte> chunks)
{
    private const int HeaderLength = 8;

    private ReadOnlySpan<byte> _rest = chunks;

    public RiffChunk Current { get; private set; }

    /// <summary>Whether nothing is left.</summary>
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

internal readonly ref struct RiffChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
{
    private readonly ReadOnlySpan<byte> _type = type;

    public ReadOnlySpan<byte> Content { get; } = content;

    public bool Is(ReadOnlySpan<byte> type) => _type.SequenceEqual(type);
}
