using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// Enumerates the segments of a JPEG file after its first marker, and stops at an incomplete segment. It skips the compressed pixels
/// between segments.
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
            if (kind is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) continue; // a data byte 0xFF, or a marker without content

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

/// <summary>A segment of a JPEG file: a marker and its content.</summary>
/// <param name="end">The position in the file after the segment, in bytes.</param>
internal readonly ref struct JpegSegment(byte marker, ReadOnlySpan<byte> content, int end)
{
    public const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    private const int HeaderLength = 4; // 0xFF, the marker, and the length in two bytes

    /// <summary>The second byte of the marker, after 0xFF.</summary>
    public byte Marker { get; } = marker;

    /// <summary>The content without the marker and the length.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>Whether this is a frame header, SOF0 to SOF15. Three values in this range belong to other segments.</summary>
    public bool IsFrame => Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The position of the marker in the file, in bytes, if the segment has content.</summary>
    public int Start => End - HeaderLength - Content.Length;

    /// <summary>The position in the file after the segment, in bytes.</summary>
    public int End { get; } = end;
}
