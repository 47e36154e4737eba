using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;
using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>Normalizes the size, position and stroke width of a shape like the digits of MNIST.</summary>
internal static class NormalizedShape
{
    // In pixels: 1 % of the training images of MNIST have thinner strokes, and 1 % have thicker strokes. InkStrokes.MeanWidth measured them
    // in images that were enlarged eight times.
    private const float ThinnestStroke = 1.52f;
    private const float ThickestStroke = 4.21f;

    private const float Tolerance = 0.05f; // pixels

    /// <summary>Normalizes a shape. A stroke width outside the range of MNIST is changed to the nearest width in that range.</summary>
    /// <returns>
    /// [28, 28], row by row, 0 (paper) to 255 (ink), and the stroke width before the change, in pixels of that image.
    /// </returns>
    public static (byte[] Pixels, float StrokeWidth) Of(InkCandidate candidate, InkShape shape)
    {
        // Pixels of the plane for each pixel of the 28x28 image.
        var sourceScale = (float)shape.Box.LongerSide / MnistNormalization.BoxSide;
        var ink = ShapeCrop.Of(candidate, shape, margin: 2 + shape.Box.LongerSide / 6);
        var width = InkStrokes.MeanWidth(ink) / sourceScale;
        var wanted = Math.Clamp(width, ThinnestStroke, ThickestStroke);
        if (Math.Abs(wanted - width) > Tolerance) ink = InkStrokes.Widen(ink, (wanted - width) / 2 * sourceScale);
        return (MnistNormalization.Normalize(LevelsOf(ink), ink.Width, ink.Height), width);
    }

    private static byte[] LevelsOf(PixelPlane ink)
    {
        ReadOnlySpan<float> values = ink.Values;
        var levels = new byte[values.Length];
        for (var i = 0; i < levels.Length; i++)
            if (values[i] > 0) levels[i] = (byte)float.ConvertToIntegerNative<int>(MathF.Round(byte.MaxValue * values[i]));
        return levels;
    }
}
