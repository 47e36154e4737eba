namespace MnistApi.Imaging.Ink;

/// <summary>A shape's ink, cut out.</summary>
internal static class ShapeInk
{
    private const float Softness = 0.7f;
    private const float LeastInk = 0.15f; // Less would only make the box larger than the writing.

    /// <summary>
    /// The shape with a margin around it: 0 is paper, 1 is ink. Each pixel is judged by the darkest one nearby, so that a stroke is as black where
    /// the pen was light as where it was not, as in MNIST, which was black and white before it was scaled.
    /// </summary>
    public static Plane CutOut(FoundInk found, Shape shape, int margin)
    {
        var (left, top, width, height) = (shape.Box.X - margin, shape.Box.Y - margin, shape.Box.Width + 2 * margin, shape.Box.Height + 2 * margin);
        var darkness = found.Darkness;
        var own = new Plane(width, height);
        var touched = new Plane(width, height);
        var labels = shape.Labels.ToHashSet();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sx, sy) = (left + x, top + y);
                if (sx < 0 || sy < 0 || sx >= darkness.Width || sy >= darkness.Height) continue;
                own.Values[y * width + x] = darkness[sx, sy];
                if (labels.Contains(found.Ink.Labels[sy * darkness.Width + sx])) touched.Values[y * width + x] = 1;
            }
        }

        var radius = Math.Max(2, (int)Math.Round(Strokes.Width(touched)));
        var core = own.Maximum(radius).Mean(radius / 2);
        var near = touched.Maximum(2);
        var result = new Plane(width, height);
        for (var i = 0; i < result.Values.Length; i++)
        {
            if (near.Values[i] == 0) continue;
            var local = Math.Max(core.Values[i], found.Threshold.Faint * 1.4f);
            var value = Math.Clamp(0.5f + (own.Values[i] / local - 0.5f) / Softness, 0, 1);
            result.Values[i] = value < LeastInk ? 0 : value;
        }

        return result;
    }
}
