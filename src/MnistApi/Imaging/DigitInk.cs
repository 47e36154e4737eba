using MnistApi.Imaging.Ink;
using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>The ink of a digit, and how it came to its place: a point (x, y) of the upload is at (Scale * x + ShiftX, Scale * y + ShiftY) of the 28x28 image.</summary>
/// <param name="Box">Where it was, in pixels of the upload.</param>
/// <param name="Scale">Pixels of the 28x28 image to one of the upload.</param>
/// <param name="ShiftX">In pixels of the 28x28 image.</param>
/// <param name="ShiftY">In pixels of the 28x28 image.</param>
/// <param name="StrokeWidth">Mean width of its lines at the scale of the 28x28 image, before they were made thicker or thinner.</param>
/// <param name="Contrast">Share of the paper's light that the ink lacks, or the other way round, 0 to 1.</param>
/// <param name="TouchesBorder">Whether the upload's edge cuts it.</param>
internal sealed record DigitInk(InkBox Box, double Scale, double ShiftX, double ShiftY, double StrokeWidth, double Contrast, bool TouchesBorder)
{
    public static DigitInk Of(ImageRaster raster, FoundInk found, Shape shape, ReadOnlySpan<byte> pixels, double strokeWidth)
    {
        var upload = (double)raster.Header.Width / raster.Width; // Pixels of the upload to one of the raster.
        var plane = found.Place.Scale / upload;                        // Pixels of the plane to one of the upload.
        var box = new InkBox(
            (int)Math.Round(found.Place.Left * upload + shape.Box.X / plane), (int)Math.Round(found.Place.Top * upload + shape.Box.Y / plane),
            Math.Max(1, (int)Math.Round(shape.Box.Width / plane)), Math.Max(1, (int)Math.Round(shape.Box.Height / plane)));
        var scale = (double)MnistNormalization.BoxSide / box.LongerSide;
        var placed = InkBox.Of(pixels, ImageSet.Side)!;
        return new DigitInk(
            box, scale, placed.X - scale * box.X, placed.Y - scale * box.Y, strokeWidth, found.Threshold.Core, shape.EdgePixels > 0 && found.Place.ReachesEdge);
    }

    /// <summary>Of an image that was in its place already.</summary>
    /// <param name="pixels">[28, 28], with ink.</param>
    public static DigitInk OfPlaced(ReadOnlySpan<byte> pixels)
    {
        var ink = new Plane(ImageSet.Side, ImageSet.Side, [.. pixels.ToArray().Select(pixel => pixel / 255f)]);
        return new DigitInk(InkBox.Of(pixels, ImageSet.Side)!, Scale: 1, 0, 0, Strokes.Width(ink), ink.Values.Max(), TouchesBorder: false);
    }
}
