using MnistApi.Imaging.InkDetection;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>
/// Normalizes an upload to 28x28 pixels. It finds the ink, scales it to fit 20x20 pixels and centers it by its center of mass, like the
/// makers of MNIST (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"). An image that is normalized already keeps every
/// pixel value.
/// </summary>
internal static class DigitNormalizer
{
    private const int MaxOthers = 15; // A page of writing has hundreds of shapes.

    /// <summary>Normalizes a decoded image file.</summary>
    public static DigitImage FromUpload(ImageRaster raster, NormalizationMode mode = NormalizationMode.Mnist) => mode switch
    {
        NormalizationMode.Stretch => ResizedImage.Stretched(raster),
        NormalizationMode.None => ResizedImage.Plain(raster),
        _ => Normalize(NearestNeighborUpscaling.Undo(raster)),
    };

    /// <summary>Normalizes an image that a client sent as numbers.</summary>
    /// <param name="pixels">[28, 28], row by row, 0 (paper) to 255 (ink).</param>
    /// <param name="mode">Modes other than <see cref="NormalizationMode.Mnist"/> keep the pixels as they are.</param>
    public static DigitImage FromPixels(byte[] pixels, NormalizationMode mode = NormalizationMode.Mnist)
    {
        if (NormalizedImage.OfPixels(pixels) is { } already) return already;

        var header = new ImageHeader(ImageFormat.Png, ImageSet.Side, ImageSet.Side);
        var raster = new ImageRaster(header, ImageSet.Side, ImageSet.Side, pixels, Alpha: null);
        return mode == NormalizationMode.Mnist ? OfInk(raster, isInkDark: false) : ResizedImage.Plain(raster);
    }

    /// <summary>Normalizes the ink that was found on a raster.</summary>
    /// <param name="candidates">At least one candidate, the most likely one first.</param>
    public static DigitImage Of(ImageRaster raster, IReadOnlyList<InkCandidate> candidates) =>
        Of(raster, candidates[0]) with { Alternatives = [.. candidates.Skip(1).Select(candidate => Of(raster, candidate))] };

    private static DigitImage Normalize(ImageRaster raster) => NormalizedImage.Of(raster) ?? OfInk(raster, isInkDark: null);

    private static DigitImage OfInk(ImageRaster raster, bool? isInkDark)
    {
        using var memory = new PlaneMemory();
        return Of(raster, InkFinder.Find(raster, memory, isInkDark));
    }

    private static DigitImage Of(ImageRaster raster, InkCandidate candidate)
    {
        if (candidate.Shapes is not [var main, .. var others])
            return new DigitImage(new byte[ImageSet.PixelsPerImage], candidate.IsInkDark, Ink: null);

        var (pixels, ink) = NormalizeShape(raster, candidate, main);
        var large = others.Where(shape => shape.Box.Height >= main.Box.Height / 2).OrderByDescending(shape => shape.Area).Take(MaxOthers);
        return new DigitImage(pixels, candidate.IsInkDark, ink) { Others = [.. large.Select(shape => ToOther(raster, candidate, shape))] };
    }

    private static OtherShape ToOther(ImageRaster raster, InkCandidate candidate, InkShape shape)
    {
        var (pixels, ink) = NormalizeShape(raster, candidate, shape);
        return new OtherShape(pixels, ink);
    }

    private static (byte[] Pixels, DigitInk Ink) NormalizeShape(ImageRaster raster, InkCandidate candidate, InkShape shape)
    {
        var (pixels, strokeWidth) = NormalizedShape.Of(candidate, shape);
        return (pixels, DigitInk.Of(raster, candidate, shape, pixels, strokeWidth));
    }
}
