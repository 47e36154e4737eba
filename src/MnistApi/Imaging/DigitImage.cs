using MnistApi.Imaging.Ink;
using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>What the model sees of an upload.</summary>
/// <param name="Pixels">[28, 28] row by row: 0 is paper, 255 is ink, as in MNIST.</param>
/// <param name="Inverted">Whether the upload had dark ink on light paper, the other way round than MNIST.</param>
/// <param name="Ink">What was found of ink; null where there was none.</param>
internal sealed record DigitImage(byte[] Pixels, bool Inverted, DigitInk? Ink)
{
    private const int MaxOthers = 15; // A page of writing has hundreds.

    /// <summary>Other shapes of the image as high as half of the digit or more, the largest first; at most 15.</summary>
    public IReadOnlyList<OtherShape> Others { get; init; } = [];

    /// <summary>
    /// What the upload may show instead, where it cannot be told by itself, say a shadow from a thick stroke. A model can tell: it is surer of
    /// the right one.
    /// </summary>
    public IReadOnlyList<DigitImage> OtherWays { get; init; } = [];

    /// <summary>Finds ink and paper, and makes of the ink what MNIST's makers made of theirs. What is so already stays as it is, byte for byte.</summary>
    public static DigitImage FromUpload(ImageRaster raster, Normalization normalization = Normalization.Mnist) => normalization switch
    {
        Normalization.Stretch => SqueezedImage.Stretched(raster),
        Normalization.None => SqueezedImage.Plain(raster),
        _ => FromEnlarged(PixelBlocks.Undo(raster)),
    };

    private static DigitImage FromEnlarged(ImageRaster raster) => NormalizedImage.Of(raster) ?? Of(raster, InkFinder.Find(raster));

    /// <summary>Numbers, of which 0 is paper and 255 is ink.</summary>
    /// <param name="pixels">[28, 28] row by row.</param>
    /// <param name="normalization">All but MNIST's leaves them as they are.</param>
    public static DigitImage FromPixels(byte[] pixels, Normalization normalization = Normalization.Mnist)
    {
        var already = NormalizedImage.OfPixels(pixels);
        if (already is not null) return already;
        var raster = new ImageRaster(new ImageHeader(ImageFormat.Png, ImageSet.Side, ImageSet.Side), ImageSet.Side, ImageSet.Side, [.. pixels.SelectMany(level => Enumerable.Repeat(level, 3))], null);
        return normalization == Normalization.Mnist ? Of(raster, InkFinder.Find(raster, isInkDark: false)) : SqueezedImage.Plain(raster);
    }

    private static DigitImage Of(ImageRaster raster, IReadOnlyList<FoundInk> ways) =>
        Of(raster, ways[0]) with { OtherWays = [.. ways.Skip(1).Select(way => Of(raster, way))] };

    private static DigitImage Of(ImageRaster raster, FoundInk found)
    {
        if (found.Shapes is not [var main, .. var others]) return new DigitImage(new byte[ImageSet.PixelsPerImage], found.IsInkDark, null);

        var (pixels, strokeWidth) = NormalizedShape.Of(found, main);
        return new DigitImage(pixels, found.IsInkDark, DigitInk.Of(raster, found, main, pixels, strokeWidth))
        {
            Others = [.. others.Where(shape => shape.Box.Height >= main.Box.Height / 2).OrderByDescending(shape => shape.Area).Take(MaxOthers).Select(shape => OtherShape.Of(raster, found, shape))],
        };
    }
}

/// <summary>A shape of ink beside the digit.</summary>
/// <param name="Pixels">[28, 28], as the model would see it alone.</param>
internal sealed record OtherShape(byte[] Pixels, DigitInk Ink)
{
    public static OtherShape Of(ImageRaster raster, FoundInk found, Shape shape)
    {
        var (pixels, strokeWidth) = NormalizedShape.Of(found, shape);
        return new OtherShape(pixels, DigitInk.Of(raster, found, shape, pixels, strokeWidth));
    }
}
