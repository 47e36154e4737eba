using MnistApi.Imaging;
using MnistApi.Imaging.Normalization;
using MnistApi.Predictions.Contracts;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Uploads;

/// <summary>An image that was sent, ready for a model.</summary>
internal sealed record Upload(DigitImage Image, NormalizationMode Normalization, UploadFormat Format, int Width, int Height)
{
    /// <summary>Of MNIST's 70,000 images none has more than a third of its pixels nearer to ink; a white page with a dark digit has most.</summary>
    private const double MostInk = 0.5;

    /// <summary>Whether it is of numbers in which ink and paper seem to be exchanged. An image file may have either.</summary>
    public bool IsWrongWayRound { get; private init; }

    public static Upload OfRaster(ImageRaster raster, NormalizationMode normalization) =>
        new(DigitNormalizer.FromUpload(raster, normalization), normalization, Enum.Parse<UploadFormat>($"{raster.Header.Format}"), raster.Header.Width, raster.Header.Height);

    public static Upload OfPixels(byte[] pixels, NormalizationMode normalization) =>
        new(DigitNormalizer.FromPixels(pixels, normalization), normalization, UploadFormat.Pixels, ImageSet.Side, ImageSet.Side)
        {
            IsWrongWayRound = pixels.Count(pixel => pixel > byte.MaxValue / 2) > MostInk * pixels.Length,
        };
}
