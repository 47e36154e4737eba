using MnistApi.Imaging;
using MnistApi.Training.Data;

namespace MnistApi.Predictions;

/// <summary>An image that was sent, ready for a model.</summary>
internal sealed record Upload(DigitImage Image, Normalization Normalization, UploadFormat Format, int Width, int Height)
{
    public static Upload OfRaster(ImageRaster raster, Normalization normalization) =>
        new(DigitImage.FromUpload(raster, normalization), normalization, Enum.Parse<UploadFormat>($"{raster.Header.Format}"), raster.Header.Width, raster.Header.Height);

    public static Upload OfPixels(byte[] pixels, Normalization normalization) =>
        new(DigitImage.FromPixels(pixels, normalization), normalization, UploadFormat.Pixels, ImageSet.Side, ImageSet.Side);
}
