using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>
/// The whole upload resized to 28x28 pixels, whatever its aspect ratio. The modes other than <see cref="NormalizationMode.Mnist"/> exist
/// for comparison.
/// </summary>
internal static class SqueezedImage
{
    private const float LeastContrast = 0.05f;

    /// <summary>Averages areas and does nothing else.</summary>
    public static DigitImage Plain(ImageRaster raster) => Of(raster, Squeeze(raster), inverted: false);

    /// <summary>Inverts the image if its edge is light, and spreads its levels from 0 to 255.</summary>
    public static DigitImage Stretched(ImageRaster raster)
    {
        var plane = Squeeze(raster);
        var isLight = PaperEdge.Median(plane) > (plane.Values.Min() + plane.Values.Max()) / 2;
        var lightOnDark = isLight ? plane.Select(level => 255 - level) : plane;
        var (low, high) = (lightOnDark.Values.Min(), lightOnDark.Values.Max());
        var stretched = high - low < 255 * LeastContrast
            ? lightOnDark.Select(_ => 0)
            : lightOnDark.Select(level => 255 * (level - low) / (high - low));
        return Of(raster, stretched, isLight);
    }

    private static DigitImage Of(ImageRaster raster, PixelPlane plane, bool inverted)
    {
        byte[] pixels = [.. plane.Values.Select(level => (byte)MathF.Round(level))];
        var box = InkBox.Of(pixels, ImageSet.Side);
        var ink = box is null ? null : DigitInk.OfPlaced(pixels) with { Box = ToUpload(box, raster.Header) };
        return new DigitImage(pixels, inverted, ink);
    }

    /// <summary>The box in pixels of the upload. Each side has its own scale.</summary>
    private static InkBox ToUpload(InkBox box, ImageHeader upload)
    {
        var (left, right) = (box.X * upload.Width / ImageSet.Side, (box.X + box.Width) * upload.Width / ImageSet.Side);
        var (top, bottom) = (box.Y * upload.Height / ImageSet.Side, (box.Y + box.Height) * upload.Height / ImageSet.Side);
        return new InkBox(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    private static PixelPlane Squeeze(ImageRaster raster)
    {
        var channels = ColorPlanes.Of(raster, new InkBox(0, 0, raster.Width, raster.Height), ImageSet.Side, ImageSet.Side);
        return InkColor.Mix(channels, channels.Length == 1 ? [1] : InkColor.Luma);
    }
}
