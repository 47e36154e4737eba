namespace MnistApi.Imaging.Ink;

/// <summary>How light the paper is at each pixel, shadows and gradients included, where ink is darker than paper.</summary>
internal static class PaperLight
{
    /// <summary>
    /// A closing: it fills what is darker and narrower than the window, and keeps the edges of shadows where they are. Smoothing may only darken it,
    /// else the dark side of a shadow's edge would look like ink.
    /// </summary>
    /// <param name="window">A shape narrower than this many pixels is ink; anything wider is a shadow or another ground.</param>
    public static Plane Of(Plane gray, double window)
    {
        var radius = Math.Max(2, (int)(window / 2));
        var closed = gray.Mean(1).Maximum(radius).Minimum(radius);
        var smooth = closed.Mean(Math.Max(1, radius / 6));
        for (var i = 0; i < smooth.Values.Length; i++) smooth.Values[i] = Math.Min(smooth.Values[i], closed.Values[i]);
        return smooth;
    }

    /// <summary>The share of the paper's light that each pixel lacks: 0 is paper, 1 is black.</summary>
    public static Plane Darkness(Plane gray, Plane light)
    {
        var result = new Plane(gray.Width, gray.Height);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = Math.Clamp((light.Values[i] - gray.Values[i]) / Math.Max(light.Values[i], 16), 0, 1);
        return result;
    }
}
