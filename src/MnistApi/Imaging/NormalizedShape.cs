using MnistApi.Imaging.Ink;
using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>A shape of ink as MNIST would have it: of its size, in its place, and with lines about as wide as people's pens made them there.</summary>
internal static class NormalizedShape
{
    // Of MNIST's training images 1 % have thinner lines than the first, and 1 % thicker ones than the second, measured by Strokes.Width, enlarged eight times.
    private const float ThinnestStroke = 1.52f;
    private const float ThickestStroke = 4.21f;
    private const float Tolerance = 0.05f;

    /// <returns>[28, 28], and the width of the lines at that scale before it was changed.</returns>
    public static (byte[] Pixels, float StrokeWidth) Of(FoundInk found, Shape shape)
    {
        var pixelsPerUnit = (float)shape.Box.LongerSide / MnistNormalization.BoxSide;
        var ink = ShapeInk.CutOut(found, shape, margin: 2 + shape.Box.LongerSide / 6);
        var width = Strokes.Width(ink) / pixelsPerUnit;
        var wanted = Math.Clamp(width, ThinnestStroke, ThickestStroke);
        if (Math.Abs(wanted - width) > Tolerance) ink = Strokes.Grow(ink, (wanted - width) / 2 * pixelsPerUnit);
        return (MnistNormalization.Normalize([.. ink.Values.Select(value => (byte)MathF.Round(255 * value))], ink.Width, ink.Height), width);
    }
}
