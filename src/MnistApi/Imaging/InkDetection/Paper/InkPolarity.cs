using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Decides whether the ink is darker or lighter than its paper.</summary>
internal static class InkPolarity
{
    private const float EdgeWeight = 0.2f;  // of pixels near the image's edge, where ink is rare and shadows are common
    private const float EdgeShare = 0.04f;  // width of that edge, as a share of the shorter side
    private const float NoiseFactor = 4;
    private const float StrongShare = 0.4f; // share of the strongest deviation
    private const double StrongQuantile = 0.998;
    private const int SampleStep = 5;

    /// <summary>
    /// Compares the pixels that are much darker than the paper with those that are much lighter. Each pixel counts with its deviation from
    /// the paper times its gradient. The gradient keeps a lamp's reflection, which is bright but blurred, from counting as light ink.
    /// </summary>
    /// <param name="residual">[height, width]: the difference from the paper in gray levels, below 0 where the image is darker.</param>
    public static bool IsInkDark(PixelPlane residual)
    {
        var threshold = Math.Max(NoiseFactor * NoiseEstimate.Deviation(residual), StrongShare * Strongest(residual));
        var edge = (int)(EdgeShare * Math.Min(residual.Width, residual.Height));
        double dark = 0, light = 0;
        for (var y = 0; y < residual.Height; y++)
        {
            for (var x = 0; x < residual.Width; x++)
            {
                var value = residual[x, y];
                if (Math.Abs(value) < threshold) continue;
                var isEdge = x < edge || y < edge || x >= residual.Width - edge || y >= residual.Height - edge;
                var weight = isEdge ? EdgeWeight : 1;
                var strength = weight * Math.Abs(value) * GradientAt(residual, x, y);
                if (value < 0) dark += strength;
                else light += strength;
            }
        }

        return dark >= light;
    }

    private static float GradientAt(PixelPlane plane, int x, int y)
    {
        var dx = plane[Math.Min(x + 1, plane.Width - 1), y] - plane[Math.Max(x - 1, 0), y];
        var dy = plane[x, Math.Min(y + 1, plane.Height - 1)] - plane[x, Math.Max(y - 1, 0)];
        return MathF.Sqrt(dx * dx + dy * dy);
    }

    private static float Strongest(PixelPlane residual)
    {
        ReadOnlySpan<float> values = residual.Values;
        using var samples = residual.Memory.Uninitialized((values.Length + SampleStep - 1) / SampleStep, 1);
        var sample = samples.Values;
        for (var i = 0; i < sample.Length; i++) sample[i] = Math.Abs(values[i * SampleStep]);
        return OrderStatistic.At(sample, (int)(StrongQuantile * (sample.Length - 1)));
    }
}
