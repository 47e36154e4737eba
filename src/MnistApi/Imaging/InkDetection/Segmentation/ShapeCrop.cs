using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>Crops a shape from an image and normalizes its contrast.</summary>
internal static class ShapeCrop
{
    private const float Softness = 0.7f;         // width of the transition from paper to ink, as a share of the nearby darkness
    private const float MinInk = 0.15f;          // Fainter pixels would enlarge the bounding box beyond the writing.
    private const float MinDarknessFactor = 1.4f; // times the low threshold
    private const int NeighborRadius = 2;        // pixels around the shape that may also be ink
    private const int MinWindowRadius = 2;

    /// <summary>
    /// Crops the shape. Each pixel is compared with the darkest pixel nearby, so a stroke is black even where the pen pressed lightly. The
    /// digits of MNIST were also black and white before they were scaled.
    /// </summary>
    /// <param name="margin">The paper to include on each side of the shape, in pixels.</param>
    /// <returns>[height, width], 0 (paper) to 1 (ink).</returns>
    public static PixelPlane Of(InkCandidate candidate, InkShape shape, int margin)
    {
        var (darkness, mask) = Crop(candidate, shape, margin);
        var radius = Math.Max(MinWindowRadius, (int)Math.Round(InkStrokes.MeanWidth(mask)));
        var strokeDarkness = darkness.Maximum(radius).Mean(radius / 2);
        var neighborhood = mask.Maximum(NeighborRadius);
        var result = new PixelPlane(darkness.Width, darkness.Height);
        for (var i = 0; i < result.Values.Length; i++)
        {
            if (neighborhood.Values[i] == 0) continue;
            var reference = Math.Max(strokeDarkness.Values[i], candidate.Threshold.Low * MinDarknessFactor);
            var value = Math.Clamp(0.5f + (darkness.Values[i] / reference - 0.5f) / Softness, 0, 1);
            result.Values[i] = value < MinInk ? 0 : value;
        }

        return result;
    }

    /// <returns>The darkness of the shape and its margin, and a mask that is 1 for each pixel of the shape.</returns>
    private static (PixelPlane Darkness, PixelPlane Mask) Crop(InkCandidate candidate, InkShape shape, int margin)
    {
        var (left, top) = (shape.Box.X - margin, shape.Box.Y - margin);
        var (width, height) = (shape.Box.Width + 2 * margin, shape.Box.Height + 2 * margin);
        var (darkness, mask) = (new PixelPlane(width, height), new PixelPlane(width, height));
        var belongs = candidate.Components.LabelsOf(shape);
        var source = candidate.Darkness;
        for (var y = Math.Max(0, -top); y < Math.Min(height, source.Height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(width, source.Width - left); x++)
            {
                var from = (top + y) * source.Width + left + x;
                darkness.Values[y * width + x] = source.Values[from];
                if (belongs[candidate.Components.Labels[from]]) mask.Values[y * width + x] = 1;
            }
        }

        return (darkness, mask);
    }
}
