using MnistApi.Imaging.InkDetection;
using MnistApi.Imaging.InkDetection.Segmentation;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>
/// Makes 28x28 pixels from an upload: it finds the ink and does with it what the makers of MNIST did with theirs. An image that is
/// normalized already keeps every pixel value.
/// </summary>
internal static class DigitNormalizer
{
    private const int MaxOthers = 15; // A page of writing has hundreds.

    public static DigitImage FromUpload(ImageRaster raster, NormalizationMode mode = NormalizationMode.Mnist) => mode switch
    {
        NormalizationMode.Stretch => SqueezedImage.Stretched(raster),
        NormalizationMode.None => SqueezedImage.Plain(raster),
        _ => FromReduced(PixelBlocks.Undo(raster)),
    };

    /// <summary>Normalizes an image that was sent as numbers: 0 is paper and 255 is ink.</summary>
    /// <param name="pixels">[28, 28] row by row.</param>
    /// <param name="mode">Every mode but MNIST's leaves the pixels as they are.</param>
    public static DigitImage FromPixels(byte[] pixels, NormalizationMode mode = NormalizationMode.Mnist)
    {
        if (NormalizedImage.OfPixels(pixels) is { } already) return already;

        var header = new ImageHeader(ImageFormat.Png, ImageSet.Side, ImageSet.Side);
        byte[] rgb = [.. pixels.SelectMany(level => Enumerable.Repeat(level, 3))];
        var raster = new ImageRaster(header, ImageSet.Side, ImageSet.Side, rgb, Alpha: null);
        return mode == NormalizationMode.Mnist ? Of(raster, InkFinder.Find(raster, isInkDark: false)) : SqueezedImage.Plain(raster);
    }

    private static DigitImage FromReduced(ImageRaster raster) => NormalizedImage.Of(raster) ?? Of(raster, InkFinder.Find(raster));

    private static DigitImage Of(ImageRaster raster, IReadOnlyList<FoundInk> interpretations) =>
        Of(raster, interpretations[0]) with { Alternatives = [.. interpretations.Skip(1).Select(found => Of(raster, found))] };

    private static DigitImage Of(ImageRaster raster, FoundInk found)
    {
        if (found.InkShapes is not [var main, .. var others])
            return new DigitImage(new byte[ImageSet.PixelsPerImage], found.IsInkDark, Ink: null);

        var (pixels, ink) = Normalize(raster, found, main);
        var shown = others.Where(shape => shape.Box.Height >= main.Box.Height / 2).OrderByDescending(shape => shape.Area).Take(MaxOthers);
        return new DigitImage(pixels, found.IsInkDark, ink) { Others = [.. shown.Select(shape => ToOther(raster, found, shape))] };
    }

    private static OtherShape ToOther(ImageRaster raster, FoundInk found, InkShape shape)
    {
        var (pixels, ink) = Normalize(raster, found, shape);
        return new OtherShape(pixels, ink);
    }

    private static (byte[] Pixels, DigitInk Ink) Normalize(ImageRaster raster, FoundInk found, InkShape shape)
    {
        var (pixels, strokeWidth) = NormalizedShape.Of(found, shape);
        return (pixels, DigitInk.Of(raster, found, shape, pixels, strokeWidth));
    }
}
