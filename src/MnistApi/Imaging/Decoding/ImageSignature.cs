namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Recognizes file formats by their first bytes. The image library has less tested decoders for other formats, and never reads a file of
/// such a format.
/// </summary>
internal static class ImageSignature
{
    /// <summary>Recognizes the format of a file.</summary>
    /// <returns>The format; null if the file has no supported signature.</returns>
    public static ImageFormat? Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.Webp,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'B', (byte)'M', ..] => ImageFormat.Bmp,
        _ => null,
    };
}
