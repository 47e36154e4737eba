using MnistApi.Imaging.InkDetection.Segmentation;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>Normalizes a shape of ink as MNIST's digits are: their size, their place, and about the stroke width of their pens.</summary>
internal static class NormalizedShape
{
    // Of MNIST's training images, 1 % have thinner strokes than the first and 1 % have thicker strokes than the second, measured by
    // InkStrokes.Width after the images were enlarged eight times.
    private const float ThinnestStroke = 1.52f;
    private const float ThickestStroke = 4.21f;

    private const float Tolerance = 0.05f;

    /// <returns>[28, 28], and the width of the strokes at that scale before it was changed.</returns>
    public static (byte[] Pixels, float StrokeWidth) Of(FoundInk found, InkShape shape)
    {
        var pixelsPerUnit = (float)shape.Box.LongerSide / MnistNormalization.BoxSide;
        var ink = ShapeCutout.Of(found, shape, margin: 2 + shape.Box.LongerSide / 6);
        var width = InkStrokes.Width(ink) / pixelsPerUnit;
        var wanted = Math.Clamp(width, ThinnestStroke, ThickestStroke);
        if (Math.Abs(wanted - width) > Tolerance) ink = InkStrokes.Grow(ink, (wanted - width) / 2 * pixelsPerUnit);
        byte[] levels = [.. ink.Values.Select(value => (byte)MathF.Round(255 * value))];
        return (MnistNormalization.Normalize(levels, ink.Width, ink.Height), width);
    }
}
