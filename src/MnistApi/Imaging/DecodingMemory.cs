using MnistApi.Imaging.Formats;

namespace MnistApi.Imaging;

/// <summary>
/// How much memory ImageSharp takes to decode an image. Some kinds take several times the size of their pixels, so the number of pixels alone does not limit
/// memory. The figures were measured at 40 megapixels: docs/decisions/0010-image-library.md.
/// </summary>
internal static class DecodingMemory
{
    private const double Gray = 1, Rgb = 3, Rgba = 4;
    private const double Coefficient = 2, RunLengths = 2;
    private const double LossyWebp = 3, LosslessWebp = 8, LossyWebpWithAlpha = 11;

    /// <summary>The bytes of memory for each pixel: those of the decoded pixel, and those that the decoder needs beside it.</summary>
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
