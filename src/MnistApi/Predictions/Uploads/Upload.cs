using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Uploads;

/// <summary>An uploaded image, normalized for a model.</summary>
/// <param name="Header">The header of the image file; null if the upload consists of numbers.</param>
internal sealed record Upload(DigitImage Image, NormalizationMode Normalization, ImageHeader? Header)
{
    /// <summary>
    /// The largest share of pixels that are closer to ink than to paper. None of MNIST's 70,000 images has more than a third, and a white
    /// page with a dark digit has nearly all.
    /// </summary>
    private const double MaxInkShare = 0.5;

    /// <summary>
    /// Whether the upload consists of numbers whose ink and paper seem to be exchanged. Image files may have dark or light ink.
    /// </summary>
    public bool HasInvertedNumbers { get; private init; }

    public UploadFormat Format => Header?.Format switch
    {
        null => UploadFormat.Pixels,
        ImageFormat.Png => UploadFormat.Png,
        ImageFormat.Jpeg => UploadFormat.Jpeg,
        ImageFormat.Webp => UploadFormat.Webp,
        ImageFormat.Gif => UploadFormat.Gif,
        ImageFormat.Bmp => UploadFormat.Bmp,
        var other => throw new InvalidOperationException($"Unknown format {other}."),
    };

    /// <summary>The width of the upload in pixels.</summary>
    public int Width => Header?.Width ?? ImageSet.Side;

    /// <summary>The height of the upload in pixels.</summary>
    public int Height => Header?.Height ?? ImageSet.Side;

    /// <summary>Normalizes an image file.</summary>
    public static Upload OfRaster(ImageRaster raster, NormalizationMode normalization) =>
        new(DigitNormalizer.FromUpload(raster, normalization), normalization, raster.Header);

    /// <summary>Normalizes numbers.</summary>
    /// <param name="pixels">[28, 28] row by row, 0 (paper) to 255 (ink).</param>
    public static Upload OfPixels(byte[] pixels, NormalizationMode normalization) =>
        new(DigitNormalizer.FromPixels(pixels, normalization), normalization, null)
        {
            HasInvertedNumbers = pixels.Count(pixel => pixel > byte.MaxValue / 2) > MaxInkShare * pixels.Length,
        };
}
