using System.Buffers.Binary;

namespace MnistApi.Imaging.Decoding.Formats;

/// <summary>
/// Reads the structure of WebP files (RFC 9649): RIFF chunks with a lossy or lossless image, or with a canvas and the images on it.
/// </summary>
internal static class WebpFile
{
    private const int FileHeaderLength = 12, FrameHeaderLength = 16;

    /// <summary>Reads the size of the image or canvas and the orientation.</summary>
    /// <returns>The structure; null if the header is damaged.</returns>
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
            else if (chunk.Is("EXIF"u8))
            {
                image = image with { Orientation = ExifOrientation.Read(chunk.Content) };
            }
        }

        return image;
    }

    /// <summary>
    /// Whether every chunk is complete and no image exceeds the canvas. The decoder allocates memory for the size of each image, not of the
    /// canvas.
    /// </summary>
    public static bool IsComplete(ReadOnlySpan<byte> file, ImageFile image)
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

    /// <summary>Returns the encoding of the image; in an animation, the encoding of the frame that needs the most memory.</summary>
    public static WebpEncoding EncodingOf(ReadOnlySpan<byte> file) => EncodingOf(Chunks(file));

    /// <summary>
    /// Makes a still image from the first frame of an animation, because ImageSharp 2.1 does not decode animations. Other files are
    /// unchanged.
    /// </summary>
    /// <param name="file">A complete file.</param>
    public static FirstFrame ReadFirstFrame(ReadOnlySpan<byte> file)
    {
        foreach (var chunk in Chunks(file))
        {
            if (!chunk.Is("ANMF"u8)) continue;
            var frame = chunk.Content;
            var (x, y) = PositionOf(frame);
            return new FirstFrame(MakeStill(frame[FrameHeaderLength..], frame.Slice(6, 6)), x, y, IsPartial: true);
        }

        return new FirstFrame(file.ToArray());
    }

    private static WebpEncoding EncodingOf(RiffChunks chunks)
    {
        var largest = WebpEncoding.Lossy;
        foreach (var chunk in chunks)
        {
            var isFrame = chunk.Is("ANMF"u8) && chunk.Content.Length >= FrameHeaderLength;
            var encoding = chunk.Is("ALPH"u8) ? WebpEncoding.LossyWithAlpha
                : chunk.Is("VP8L"u8) ? WebpEncoding.Lossless
                : isFrame ? EncodingOf(new RiffChunks(chunk.Content[FrameHeaderLength..]))
                : WebpEncoding.Lossy;
            if (encoding > largest) largest = encoding;
        }

        return largest;
    }

    /// <summary>Makes a file with one image.</summary>
    /// <param name="chunks">The chunks of a frame: an image, preceded by its alpha if it has any.</param>
    /// <param name="size">Width - 1 and height - 1, three bytes each.</param>
    private static byte[] MakeStill(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> size)
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

    /// <summary>Whether a frame lies on the canvas and has one complete image of the size of the frame.</summary>
    private static bool IsFrameWithin(ReadOnlySpan<byte> frame, ImageFile image)
    {
        if (frame.Length < FrameHeaderLength) return false;
        var size = (Width: ReadUInt24(frame[6..]) + 1, Height: ReadUInt24(frame[9..]) + 1);
        var (x, y) = PositionOf(frame);
        if (x + size.Width > image.Width || y + size.Height > image.Height) return false;

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

    /// <summary>Returns the left and top edges of a frame on the canvas in pixels. The file stores half of each.</summary>
    private static (int X, int Y) PositionOf(ReadOnlySpan<byte> frame) => (2 * ReadUInt24(frame), 2 * ReadUInt24(frame[3..]));

    /// <summary>Reads the size of a lossy image, a lossless image or a canvas; null for other chunks.</summary>
    private static (int Width, int Height)? ReadSize(RiffChunk chunk)
    {
        var content = chunk.Content;
        if (chunk.Is("VP8 "u8) && content.Length >= 10 && content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            var width = BinaryPrimitives.ReadUInt16LittleEndian(content[6..]);
            var height = BinaryPrimitives.ReadUInt16LittleEndian(content[8..]);
            return (width & 0x3FFF, height & 0x3FFF); // The upper two bits are a scale for display.
        }

        if (chunk.Is("VP8X"u8) && content.Length >= 10)
            return (ReadUInt24(content[4..]) + 1, ReadUInt24(content[7..]) + 1);
        if (!chunk.Is("VP8L"u8) || content.Length < 5 || content[0] != 0x2F) return null;

        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
    }

    /// <summary>Returns the chunks within the length in the file header. Later bytes do not belong to the image.</summary>
    private static RiffChunks Chunks(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength) return new RiffChunks([]);
        var length = Math.Min(file.Length, BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L);
        return new RiffChunks(length < FileHeaderLength ? [] : file[FileHeaderLength..(int)length]);
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}

/// <summary>The encodings of WebP images, in ascending order of the memory for decoding.</summary>
internal enum WebpEncoding
{
    Lossy,
    Lossless,
    LossyWithAlpha,
}
