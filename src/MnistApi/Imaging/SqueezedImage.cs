using MnistApi.Imaging.Ink;
using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>The whole upload as 28x28 pixels, whatever its shape: what <see cref="Normalization"/> other than MNIST's asks for, to see what that is worth.</summary>
internal static class SqueezedImage
{
    private const float LeastContrast = 0.05f;

    /// <summary>Averaged over areas, nothing else.</summary>
    public static DigitImage Plain(ImageRaster raster) => Of(raster, Squeeze(raster), inverted: false);

    /// <summary>Turned round where the edge is light, and its levels spread from 0 to 255.</summary>
    public static DigitImage Stretched(ImageRaster raster)
    {
        var plane = Squeeze(raster);
        var isLight = PaperSurface.EdgeMedian(plane) > (plane.Values.Min() + plane.Values.Max()) / 2;
        var turned = isLight ? plane.Select(level => 255 - level) : plane;
        var (low, high) = (turned.Values.Min(), turned.Values.Max());
        return Of(raster, high - low < 255 * LeastContrast ? turned.Select(_ => 0) : turned.Select(level => 255 * (level - low) / (high - low)), isLight);
    }

    private static DigitImage Of(ImageRaster raster, Plane plane, bool inverted)
    {
        byte[] pixels = [.. plane.Values.Select(level => (byte)MathF.Round(level))];
        return new DigitImage(pixels, inverted, InkBox.Of(pixels, ImageSet.Side) is { } box ? DigitInk.OfPlaced(pixels) with { Box = OfUpload(box, raster.Header) } : null);
    }

    /// <summary>The box in pixels of the upload, each side by its own scale.</summary>
    private static InkBox OfUpload(InkBox box, ImageHeader upload)
    {
        var (left, right) = (box.X * upload.Width / ImageSet.Side, (box.X + box.Width) * upload.Width / ImageSet.Side);
        var (top, bottom) = (box.Y * upload.Height / ImageSet.Side, (box.Y + box.Height) * upload.Height / ImageSet.Side);
        return new InkBox(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    private static Plane Squeeze(ImageRaster raster)
    {
        var channels = Channels.Of(raster, new InkBox(0, 0, raster.Width, raster.Height), ImageSet.Side, ImageSet.Side);
        return InkColour.Mix(channels, channels.Length == 1 ? [1] : InkColour.Luma);
    }
}
