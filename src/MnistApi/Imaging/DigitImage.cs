using MnistApi.Imaging.Ink;
using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>What the model sees of an upload.</summary>
/// <param name="Pixels">[28, 28] row by row: 0 is paper, 255 is ink, as in MNIST.</param>
/// <param name="Inverted">Whether the upload had dark ink on light paper, the other way round than MNIST.</param>
/// <param name="Box">Where the ink was, in pixels of the upload; null where there was none.</param>
internal sealed record DigitImage(byte[] Pixels, bool Inverted, InkBox? Box)
{
    private const double ThinnestStroke = 1.6; // of the 28x28 image
    private const double ThickestStroke = 4.4;

    /// <summary>Images of other shapes of about the digit's size.</summary>
    public IReadOnlyList<byte[]> Others { get; init; } = [];

    public static DigitImage FromUpload(ImageRaster raster)
    {
        if (NormalizedImage.Of(raster) is { } already) return already;

        var found = InkFinder.Find(raster);
        if (found.Shapes is not [var main, .. var others]) return new DigitImage(new byte[ImageSet.PixelsPerImage], found.IsInkDark, null);
        var scale = found.Scale * raster.Width / raster.Header.Width;
        var box = new InkBox(
            (int)(found.Left * found.Scale / scale + main.Box.X / scale), (int)(found.Top * found.Scale / scale + main.Box.Y / scale),
            Math.Max(1, (int)Math.Round(main.Box.Width / scale)), Math.Max(1, (int)Math.Round(main.Box.Height / scale)));
        return new DigitImage(Normalize(found, main), found.IsInkDark, box)
        {
            Others = [.. others.Where(shape => shape.Box.Height > 0.5 * main.Box.Height).Select(shape => Normalize(found, shape))],
        };
    }

    public static DigitImage FromPixels(byte[] pixels) => new(pixels, Inverted: false, new InkBox(0, 0, 28, 28));

    private static byte[] Normalize(FoundInk found, Shape shape)
    {
        var longer = Math.Max(shape.Box.Width, shape.Box.Height);
        var ink = ShapeInk.CutOut(found, shape, margin: 2 + longer / 6);
        var width = Strokes.Width(ink) * MnistNormalization.BoxSide / longer;
        var target = Math.Clamp(width, ThinnestStroke, ThickestStroke);
        if (Math.Abs(target - width) > 0.05) ink = Strokes.Grow(ink, (float)((target - width) / 2 * longer / MnistNormalization.BoxSide));
        return MnistNormalization.Normalize([.. ink.Values.Select(value => (byte)Math.Round(255 * value))], ink.Width, ink.Height);
    }
}
