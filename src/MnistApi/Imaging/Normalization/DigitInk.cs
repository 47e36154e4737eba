using System.Numerics.Tensors;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>
/// The ink of a digit and its transformation. The point (x, y) of the upload is at (Scale * x + ShiftX, Scale * y + ShiftY) in the 28x28
/// image.
/// </summary>
/// <param name="Box">The bounding box of the ink, in pixels of the upload.</param>
/// <param name="Scale">Pixels of the 28x28 image for each pixel of the upload.</param>
/// <param name="ShiftX">The horizontal shift in pixels of the 28x28 image.</param>
/// <param name="ShiftY">The vertical shift in pixels of the 28x28 image.</param>
/// <param name="StrokeWidth">The mean stroke width in pixels of the 28x28 image, before normalization changed it.</param>
/// <param name="Contrast">
/// The contrast between ink and paper, 0 to 1: (paper - ink) / paper for dark ink and (ink - paper) / (255 - paper) for light ink.
/// </param>
/// <param name="TouchesBorder">Whether the edge of the upload may cut off the ink.</param>
internal sealed record DigitInk(
    InkBox Box, double Scale, double ShiftX, double ShiftY, double StrokeWidth, double Contrast, bool TouchesBorder)
{
    /// <summary>Describes a shape that was normalized.</summary>
    /// <param name="pixels">[28, 28]: the shape after normalization.</param>
    /// <param name="strokeWidth">The mean stroke width in pixels of the 28x28 image, before normalization changed it.</param>
    public static DigitInk Of(ImageRaster raster, InkCandidate candidate, InkShape shape, ReadOnlySpan<byte> pixels, double strokeWidth)
    {
        var box = BoxInUpload(raster, candidate.Placement, shape.Box);
        var scale = (double)MnistNormalization.BoxSide / box.LongerSide;
        var normalizedBox = InkBox.Of(pixels, ImageSet.Side)!;
        var (shiftX, shiftY) = (normalizedBox.X - scale * box.X, normalizedBox.Y - scale * box.Y);
        var touchesBorder = shape.EdgePixels > 0 && candidate.Placement.ReachesEdge;
        return new DigitInk(box, scale, shiftX, shiftY, strokeWidth, candidate.Threshold.StrokeDarkness, touchesBorder);
    }

    /// <summary>Describes the ink of an image that is normalized already.</summary>
    /// <param name="pixels">[28, 28], with at least one pixel above 0.</param>
    public static DigitInk OfNormalized(ReadOnlySpan<byte> pixels)
    {
        using var memory = new PlaneMemory();
        var ink = memory.Uninitialized(ImageSet.Side, ImageSet.Side);
        TensorPrimitives.ConvertTruncating(pixels, ink.Values);
        TensorPrimitives.Divide(ink.Values, byte.MaxValue, ink.Values);
        var box = InkBox.Of(pixels, ImageSet.Side)!;
        var contrast = TensorPrimitives.Max<float>(ink.Values);
        return new DigitInk(box, Scale: 1, ShiftX: 0, ShiftY: 0, InkStrokes.MeanWidth(ink), contrast, TouchesBorder: false);
    }

    private static InkBox BoxInUpload(ImageRaster raster, PlanePlacement placement, InkBox box)
    {
        var uploadPerRaster = (double)raster.Header.Width / raster.Width;
        var planePerUpload = placement.Scale / uploadPerRaster;
        return new InkBox(
            (int)Math.Round(placement.Left * uploadPerRaster + box.X / planePerUpload),
            (int)Math.Round(placement.Top * uploadPerRaster + box.Y / planePerUpload),
            Math.Max(1, (int)Math.Round(box.Width / planePerUpload)),
            Math.Max(1, (int)Math.Round(box.Height / planePerUpload)));
    }
}
