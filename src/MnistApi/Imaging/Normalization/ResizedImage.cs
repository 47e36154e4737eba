using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Paper;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>
/// Resizes a whole upload to 28x28 pixels without keeping its aspect ratio, for the modes <see cref="NormalizationMode.Stretch"/> and
/// <see cref="NormalizationMode.None"/>.
/// </summary>
internal static class ResizedImage
{
    private const float MinContrast = 0.05f; // share of the range 0 to 255; an image with less contrast is blank

    /// <summary>Resizes the image by area averaging.</summary>
    public static DigitImage Plain(ImageRaster raster)
    {
        using var memory = new PlaneMemory();
        return Of(raster, Resize(raster, memory), inverted: false);
    }

    /// <summary>Resizes the image, inverts it if its edge is light, and stretches its levels to 0 to 255.</summary>
    public static DigitImage Stretched(ImageRaster raster)
    {
        using var memory = new PlaneMemory();
        var plane = Resize(raster, memory);
        var (least, greatest) = (TensorPrimitives.Min<float>(plane.Values), TensorPrimitives.Max<float>(plane.Values));
        var isLight = ImageEdge.Median(plane) > (least + greatest) / 2;
        var lightOnDark = isLight ? plane.Select(level => 255 - level) : plane;
        var (low, high) = isLight ? (255 - greatest, 255 - least) : (least, greatest);
        var stretched = high - low < 255 * MinContrast
            ? lightOnDark.Select(_ => 0)
            : lightOnDark.Select(level => 255 * (level - low) / (high - low));
        return Of(raster, stretched, isLight);
    }

    private static DigitImage Of(ImageRaster raster, PixelPlane plane, bool inverted)
    {
        var pixels = new byte[plane.Values.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)MathF.Round(plane.Values[i]);
        var box = InkBox.Of(pixels, ImageSet.Side);
        var ink = box is null ? null : DigitInk.OfNormalized(pixels) with { Box = ToUpload(box, raster.Header) };
        return new DigitImage(pixels, inverted, ink);
    }

    /// <summary>Converts a box to pixels of the upload. Width and height have different scales.</summary>
    private static InkBox ToUpload(InkBox box, ImageHeader upload)
    {
        var (left, right) = (box.X * upload.Width / ImageSet.Side, (box.X + box.Width) * upload.Width / ImageSet.Side);
        var (top, bottom) = (box.Y * upload.Height / ImageSet.Side, (box.Y + box.Height) * upload.Height / ImageSet.Side);
        return new InkBox(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    private static PixelPlane Resize(ImageRaster raster, PlaneMemory memory)
    {
        var channels = ColorPlanes.Of(raster, new InkBox(0, 0, raster.Width, raster.Height), ImageSet.Side, ImageSet.Side, memory);
        return InkColor.WeightedSum(channels, channels.Length == 1 ? [1] : InkColor.Luma);
    }
}
