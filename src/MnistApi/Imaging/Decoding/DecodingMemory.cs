using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Imaging.Decoding;

/// <summary>
/// Estimates the memory that ImageSharp needs to decode an image. Some kinds of files need several times the size of their pixels, so a
/// limit on the number of pixels does not limit the memory. The constants were measured at 40 megapixels
/// (docs/decisions/0010-image-library.md).
/// </summary>
internal static class DecodingMemory
{
    // Bytes for each pixel or coefficient.
    private const double Gray = 1, Rgb = 3, Rgba = 4;
    private const double Coefficient = 2, RunLengths = 2;
    private const double LossyWebp = 3, LosslessWebp = 8, LossyWebpWithAlpha = 11;

    /// <summary>Estimates the bytes for each pixel: the decoded pixel and what the decoder needs beside it.</summary>
    public static double BytesPerPixel(ImageFile image, ReadOnlySpan<byte> file) => PixelOf(image) + image.Format switch
    {
        ImageFormat.Jpeg => Coefficient * JpegScans.CoefficientsPerPixel(file),
        ImageFormat.Webp => WebpFile.EncodingOf(file) switch
        {
            WebpEncoding.Lossy => LossyWebp,
            WebpEncoding.Lossless => LosslessWebp,
            _ => LossyWebpWithAlpha,
        },
        ImageFormat.Bmp when BmpFile.HasRunLengths(file) => RunLengths,
        _ => 0,
    };

    private static double PixelOf(ImageFile image) => image switch
    {
        { IsGray: true } => Gray,
        { IsOpaque: true } => Rgb,
        _ => Rgba,
    };
}
