using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>Cuts the ink of a shape out of an image.</summary>
internal static class ShapeCutout
{
    private const float Softness = 0.7f;
    private const float LeastInk = 0.15f;   // Less ink would only make the box larger than the writing.
    private const float FaintFactor = 1.4f;
    private const int NearRadius = 2;

    /// <summary>
    /// The shape with a margin around it: 0 is paper, 1 is ink. Each pixel is compared with the darkest one nearby, so a stroke becomes
    /// black even where the pen was light. MNIST was black and white too before it was scaled.
    /// </summary>
    public static PixelPlane Of(FoundInk found, InkShape shape, int margin)
    {
        var (own, touched) = CopyAround(found, shape, margin);
        var radius = Math.Max(2, (int)Math.Round(InkStrokes.Width(touched)));
        var core = own.Maximum(radius).Mean(radius / 2);
        var near = touched.Maximum(NearRadius);
        var result = new PixelPlane(own.Width, own.Height);
        for (var i = 0; i < result.Values.Length; i++)
        {
            if (near.Values[i] == 0) continue;
            var local = Math.Max(core.Values[i], found.Threshold.Faint * FaintFactor);
            var value = Math.Clamp(0.5f + (own.Values[i] / local - 0.5f) / Softness, 0, 1);
            result.Values[i] = value < LeastInk ? 0 : value;
        }

        return result;
    }

    /// <returns>The darkness around the shape, and 1 for each pixel of the shape.</returns>
    private static (PixelPlane Own, PixelPlane Touched) CopyAround(FoundInk found, InkShape shape, int margin)
    {
        var (left, top) = (shape.Box.X - margin, shape.Box.Y - margin);
        var (width, height) = (shape.Box.Width + 2 * margin, shape.Box.Height + 2 * margin);
        var (own, touched) = (new PixelPlane(width, height), new PixelPlane(width, height));
        var labels = shape.Labels.ToHashSet();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sourceX, sourceY) = (left + x, top + y);
                if (!found.Darkness.IsWithin(sourceX, sourceY)) continue;
                own.Values[y * width + x] = found.Darkness[sourceX, sourceY];
                if (labels.Contains(found.Ink.Labels[sourceY * found.Darkness.Width + sourceX])) touched.Values[y * width + x] = 1;
            }
        }

        return (own, touched);
    }
}
