using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// Enumerates the segments of a JPEG file after its first marker, up to the first that is cut off. It skips the compressed pixels between
/// them.
/// </summary>
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
            var marker = _rest.IndexOfAnyExcept((byte)0xFF); // The prefix may be repeated.
            if (marker < 0) break;

            var kind = _rest[marker];
            _rest = _rest[(marker + 1)..];
            if (kind is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) continue; // an FF among the pixels, or a marker without content

            return TryReadContent(kind);
        }

        _rest = [];
        return false;
    }

    private bool TryReadContent(byte marker)
    {
        if (marker == JpegSegment.EndOfImage)
        {
            Current = new JpegSegment(marker, [], _length - _rest.Length);
            return true;
        }

        var length = _rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(_rest); // The length counts its own two bytes.
        if (length < 2 || length > _rest.Length) return false;

        var content = _rest[2..length];
        _rest = _rest[length..];
        Current = new JpegSegment(marker, content, _length - _rest.Length);
        return true;
    }
}

/// <summary>A marker with its content.</summary>
/// <param name="end">The position in the file after the segment.</param>
internal readonly ref struct JpegSegment(byte marker, ReadOnlySpan<byte> content, int end)
{
    public const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    private const int HeaderLength = 4; // 0xFF, the marker, and the length in two bytes

    /// <summary>The byte after 0xFF.</summary>
    public byte Marker { get; } = marker;

    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>Whether the marker is one of SOF0 to SOF15. Three numbers among them belong to other segments.</summary>
    public bool IsFrame => Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The position in the file of the segment's 0xFF, if the segment has content.</summary>
    public int Start => End - HeaderLength - Content.Length;

    /// <summary>The position in the file after the segment.</summary>
    public int End { get; } = end;
}
