using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>
/// The ink of a digit, and how it was placed: a point (x, y) of the upload is at (Scale * x + ShiftX, Scale * y + ShiftY) of the 28x28
/// image.
/// </summary>
/// <param name="Box">Where the ink was, in pixels of the upload.</param>
/// <param name="Scale">Pixels of the 28x28 image for each pixel of the upload.</param>
/// <param name="ShiftX">In pixels of the 28x28 image.</param>
/// <param name="ShiftY">In pixels of the 28x28 image.</param>
/// <param name="StrokeWidth">The mean width of the strokes in pixels of the 28x28 image, before it was changed.</param>
/// <param name="Contrast">The share of the paper's light that the ink lacks, or the ink's that the paper lacks, 0 to 1.</param>
/// <param name="TouchesBorder">Whether the edge of the upload cuts the ink off.</param>
internal sealed record DigitInk(
    InkBox Box, double Scale, double ShiftX, double ShiftY, double StrokeWidth, double Contrast, bool TouchesBorder)
{
    /// <param name="pixels">[28, 28]: the shape after normalization.</param>
    public static DigitInk Of(ImageRaster raster, FoundInk found, InkShape shape, ReadOnlySpan<byte> pixels, double strokeWidth)
    {
        var box = BoxInUpload(raster, found.Place, shape.Box);
        var scale = (double)MnistNormalization.BoxSide / box.LongerSide;
        var placed = InkBox.Of(pixels, ImageSet.Side)!;
        var (shiftX, shiftY) = (placed.X - scale * box.X, placed.Y - scale * box.Y);
        var touchesBorder = shape.EdgePixels > 0 && found.Place.ReachesEdge;
        return new DigitInk(box, scale, shiftX, shiftY, strokeWidth, found.Threshold.Core, touchesBorder);
    }

    /// <summary>The ink of an image that was normalized already.</summary>
    /// <param name="pixels">[28, 28], with ink.</param>
    public static DigitInk OfPlaced(ReadOnlySpan<byte> pixels)
    {
        var ink = new PixelPlane(ImageSet.Side, ImageSet.Side, [.. pixels.ToArray().Select(pixel => pixel / 255f)]);
        var box = InkBox.Of(pixels, ImageSet.Side)!;
        return new DigitInk(box, Scale: 1, ShiftX: 0, ShiftY: 0, InkStrokes.Width(ink), ink.Values.Max(), TouchesBorder: false);
    }

    private static InkBox BoxInUpload(ImageRaster raster, PlaneInRaster place, InkBox box)
    {
        var uploadPerRaster = (double)raster.Header.Width / raster.Width;
        var planePerUpload = place.Scale / uploadPerRaster;
        return new InkBox(
            (int)Math.Round(place.Left * uploadPerRaster + box.X / planePerUpload),
            (int)Math.Round(place.Top * uploadPerRaster + box.Y / planePerUpload),
            Math.Max(1, (int)Math.Round(box.Width / planePerUpload)),
            Math.Max(1, (int)Math.Round(box.Height / planePerUpload)));
    }
}
