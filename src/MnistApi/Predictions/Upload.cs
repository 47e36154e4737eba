using MnistApi.Imaging;
using MnistApi.Training.Data;

namespace MnistApi.Predictions;

/// <summary>An image that was sent, ready for a model.</summary>
internal sealed record Upload(DigitImage Image, UploadFormat Format, int Width, int Height)
{
    public static Upload OfRaster(ImageRaster raster) => new(DigitImage.FromUpload(raster), Enum.Parse<UploadFormat>($"{raster.Header.Format}"), raster.Header.Width, raster.Header.Height);

    public static Upload OfPixels(byte[] pixels) => new(DigitImage.FromPixels(pixels), UploadFormat.Pixels, ImageSet.Side, ImageSet.Side);

    public SeenImage ToSeen() => new(
        $"data:image/png;base64,{Convert.ToBase64String(PngImage.Encode(Image.Pixels, ImageSet.Side, ImageSet.Side))}",
        Width, Height, Format, Image.Inverted, Image.Ink?.Box is { } box ? new SeenBox(box.X, box.Y, box.Width, box.Height) : null);
}
