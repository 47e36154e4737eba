using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>The segments of a JPEG file after its first marker, as far as they are whole. What is between them, compressed pixels, is passed over.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private readonly int _length = file.Length;
    private ReadOnlySpan<byte> _rest = file[2..];

    public JpegSegment Current { get; private set; }

    public readonly JpegSegments GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_rest.IndexOf((byte)0xFF) is >= 0 and var prefix)
        {
            _rest = _rest[prefix..];
            var marker = _rest.IndexOfAnyExcept((byte)0xFF); // It may be repeated.
            if (marker < 0) break;

            var kind = _rest[marker];
            _rest = _rest[(marker + 1)..];
            if (kind is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) continue; // an FF of the pixels, and markers that have no content

            return TryReadContent(kind);
        }

        _rest = [];
        return false;
    }

    private bool TryReadContent(byte marker)
    {
        if (marker == 0xD9)
        {
            Current = new JpegSegment(marker, [], _length - _rest.Length);
            return true;
        }

        var length = _rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(_rest); // with itself
        if (length < 2 || length > _rest.Length) return false;

        var content = _rest[2..length];
        _rest = _rest[length..];
        Current = new JpegSegment(marker, content, _length - _rest.Length);
        return true;
    }
}

/// <param name="end">The position in the file after the segment.</param>
internal readonly ref struct JpegSegment(byte marker, ReadOnlySpan<byte> content, int end)
{
    private const int HeaderLength = 4; // 0xFF, the marker, and the length in two bytes

    /// <summary>The byte after 0xFF.</summary>
    public byte Marker { get; } = marker;

    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>The position in the file of the segment's 0xFF; of a segment with content only.</summary>
    public int Start => End - HeaderLength - Content.Length;

    /// <summary>The position in the file after the segment.</summary>
    public int End { get; } = end;
}
