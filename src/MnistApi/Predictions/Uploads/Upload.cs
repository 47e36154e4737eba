using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Uploads;

/// <summary>An uploaded image, normalized for a model.</summary>
/// <param name="Width">The width of the upload in pixels.</param>
/// <param name="Height">The height of the upload in pixels.</param>
internal sealed record Upload(DigitImage Image, NormalizationMode Normalization, UploadFormat Format, int Width, int Height)
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

    /// <summary>Normalizes an image file.</summary>
    public static Upload OfRaster(ImageRaster raster, NormalizationMode normalization) => new(
        DigitNormalizer.FromUpload(raster, normalization),
        normalization,
        Enum.Parse<UploadFormat>($"{raster.Header.Format}"),
        raster.Header.Width,
        raster.Header.Height);

    /// <summary>Normalizes numbers.</summary>
    /// <param name="pixels">[28, 28] row by row, 0 (paper) to 255 (ink).</param>
    public static Upload OfPixels(byte[] pixels, NormalizationMode normalization) =>
        new(DigitNormalizer.FromPixels(pixels, normalization), normalization, UploadFormat.Pixels, ImageSet.Side, ImageSet.Side)
        {
            HasInvertedNumbers = pixels.Count(pixel => pixel > byte.MaxValue / 2) > MaxInkShare * pixels.Length,
        };
}
