using System.Buffers.Binary;

namespace MnistApi.Imaging.Formats;

/// <summary>The structure of WebP files (RFC 9649): RIFF chunks with a lossy or lossless image, or a canvas and the images on it.</summary>
internal static class WebpFile
{
    private const int FileHeaderLength = 12, FrameHeaderLength = 16;

    /// <returns>Null where it is broken.</returns>
    public static ImageFile? ReadHeader(ReadOnlySpan<byte> file)
    {
        ImageFile? image = null;
        foreach (var chunk in Chunks(file))
        {
            if (image is null)
            {
                if (ReadSize(chunk) is not { } size) return null;
                image = new ImageFile(ImageFormat.Webp, size.Width, size.Height) { IsOpaque = chunk.Is("VP8 "u8) };
            }
            else if (chunk.Is("EXIF"u8)) image = image with { Orientation = ExifOrientation.Read(chunk.Content) };
        }

        return image;
    }

    /// <summary>Whether all chunks are there, and the images in them are no larger than the canvas says: memory is taken for what they say.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file, ImageFile image)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L > file.Length) return false;

        var images = 0;
        var chunks = Chunks(file);
        while (chunks.MoveNext())
        {
            var chunk = chunks.Current;
            if (chunk.Is("VP8 "u8) || chunk.Is("VP8L"u8))
            {
                if (ReadSize(chunk) != (image.Width, image.Height)) return false;
                images++;
            }
            else if (chunk.Is("ANMF"u8))
            {
                if (!IsFrameWithin(chunk.Content, image)) return false;
                images++;
            }
        }

        return images > 0 && chunks.IsAtEnd;
    }

    /// <summary>The encoding of the image, or, of an animation, the one among its frames that takes most memory.</summary>
    public static WebpEncoding EncodingOf(ReadOnlySpan<byte> file) => EncodingOf(Chunks(file));

    private static WebpEncoding EncodingOf(RiffChunks chunks)
    {
        var most = WebpEncoding.Lossy;
        foreach (var chunk in chunks)
        {
            var encoding = chunk.Is("ALPH"u8) ? WebpEncoding.LossyWithAlpha
                : chunk.Is("VP8L"u8) ? WebpEncoding.Lossless
                : chunk.Is("ANMF"u8) && chunk.Content.Length >= FrameHeaderLength ? EncodingOf(new RiffChunks(chunk.Content[FrameHeaderLength..]))
                : WebpEncoding.Lossy;
            if (encoding > most) most = encoding;
        }

        return most;
    }

    /// <summary>The first frame of an animation as a still image, because ImageSharp 2 does not decode animations; another file as it is.</summary>
    /// <param name="file">A file whose structure is sound.</param>
    public static FirstFrame ReadFirstFrame(ReadOnlySpan<byte> file)
    {
        foreach (var chunk in Chunks(file))
        {
            if (!chunk.Is("ANMF"u8)) continue;
            var frame = chunk.Content;
            return new FirstFrame(Still(frame[FrameHeaderLength..], frame.Slice(6, 6)), 2 * ReadUInt24(frame), 2 * ReadUInt24(frame[3..]), IsPartial: true);
        }

        return new FirstFrame(file.ToArray(), 0, 0);
    }

    /// <param name="chunks">Of a frame: perhaps alpha, and an image.</param>
    /// <param name="size">Width - 1 and height - 1, three bytes each.</param>
    private static byte[] Still(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> size)
    {
        const byte hasAlpha = 0x10;
        Span<byte> header = stackalloc byte[30];
        "RIFF\0\0\0\0WEBPVP8X\n\0\0\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], header.Length - 8 + chunks.Length);
        header[20..].Clear();
        header[20] = chunks.StartsWith("VP8 "u8) ? (byte)0 : hasAlpha;
        size.CopyTo(header[24..]);
        return [.. header, .. chunks];
    }

    private static bool IsFrameWithin(ReadOnlySpan<byte> frame, ImageFile image)
    {
        if (frame.Length < FrameHeaderLength) return false;
        var size = (Width: ReadUInt24(frame[6..]) + 1, Height: ReadUInt24(frame[9..]) + 1);
        if (2 * ReadUInt24(frame) + size.Width > image.Width || 2 * ReadUInt24(frame[3..]) + size.Height > image.Height) return false;

        var images = 0;
        var chunks = new RiffChunks(frame[FrameHeaderLength..]);
        while (chunks.MoveNext())
        {
            if (!chunks.Current.Is("VP8 "u8) && !chunks.Current.Is("VP8L"u8)) continue;
            if (ReadSize(chunks.Current) != size) return false;
            images++;
        }

        return images == 1 && chunks.IsAtEnd;
    }

    /// <summary>Of a lossy image, a lossless one, or a canvas.</summary>
    private static (int Width, int Height)? ReadSize(RiffChunk chunk)
    {
        var content = chunk.Content;
        if (chunk.Is("VP8 "u8) && content.Length >= 10 && content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
            return (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF);
        if (chunk.Is("VP8X"u8) && content.Length >= 10)
            return (ReadUInt24(content[4..]) + 1, ReadUInt24(content[7..]) + 1);
        if (!chunk.Is("VP8L"u8) || content.Length < 5 || content[0] != 0x2F) return null;

        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
    }

    /// <summary>As many bytes as the file says it has: what follows is not of the image.</summary>
    private static RiffChunks Chunks(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength) return new RiffChunks([]);
        var length = Math.Min(file.Length, BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L);
        return new RiffChunks(length < FileHeaderLength ? [] : file[FileHeaderLength..(int)length]);
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}

/// <summary>In the order of the memory that decoding takes.</summary>
internal enum WebpEncoding
{
    Lossy,
    Lossless,
    LossyWithAlpha,
}
