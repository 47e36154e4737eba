using MnistApi.Training.Data;

namespace MnistApi.Training.Evaluation.Slices;

/// <summary>Traits of a handwritten digit, measured from its pixels.</summary>
/// <param name="StrokeWidth">
/// The mean width of the strokes, in pixels: twice the area of the ink divided by the length of its outline. Both count gray pixels in
/// part. A stroke of width w and length l has the area w·l and an outline of about 2·l.
/// </param>
/// <param name="Slant">
/// The lean of the digit, in degrees: 0 is upright, more leans to the right. It is the angle of the shear that makes the covariance of x
/// and y zero, as in the deskewing of MNIST by LeCun et al., "Gradient-based learning applied to document recognition", 1998.
/// </param>
/// <param name="Size">The area of the smallest rectangle around the ink, in square pixels.</param>
public readonly record struct ImageTraits(double StrokeWidth, double Slant, double Size)
{
    private const int Side = ImageSet.Side;

    /// <summary>Measures an image. Without ink, every trait is 0.</summary>
    /// <param name="pixels">[28, 28] row by row, 0 for paper to 255 for ink.</param>
    public static ImageTraits Of(ReadOnlySpan<byte> pixels)
    {
        var bounds = InkBounds.Of(pixels, Side);
        return bounds.IsEmpty ? default : new ImageTraits(StrokeWidthOf(pixels), SlantOf(pixels), bounds.Width * bounds.Height);
    }

    /// <summary>The outline is the total variation of the image, which does not depend on how soft the edges are.</summary>
    private static double StrokeWidthOf(ReadOnlySpan<byte> pixels)
    {
        var (area, outline) = (0.0, 0.0);
        for (var y = -1; y < Side; y++)
        {
            for (var x = -1; x < Side; x++)
            {
                var ink = At(pixels, x, y);
                area += ink;
                outline += double.Hypot(At(pixels, x + 1, y) - ink, At(pixels, x, y + 1) - ink);
            }
        }

        return 2 * area / outline;
    }

    private static double At(ReadOnlySpan<byte> pixels, int x, int y) =>
        x is < 0 or >= Side || y is < 0 or >= Side ? 0 : pixels[y * Side + x];

    private static double SlantOf(ReadOnlySpan<byte> pixels)
    {
        var (ink, sumX, sumY, sumXY, sumYY) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Side);
            ink += pixels[i];
            sumX += pixels[i] * x;
            sumY += pixels[i] * y;
            sumXY += pixels[i] * x * y;
            sumYY += pixels[i] * y * y;
        }

        var (covariance, variance) = (sumXY - sumX * sumY / ink, sumYY - sumY * sumY / ink);
        return variance == 0 ? 0 : -double.RadiansToDegrees(Math.Atan(covariance / variance)); // y points down.
    }
}
