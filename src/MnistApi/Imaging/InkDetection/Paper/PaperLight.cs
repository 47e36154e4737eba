using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Estimates how light the paper is at each pixel, including shadows and gradients. Ink must be darker than paper.</summary>
internal static class PaperLight
{
    private const float LeastLight = 16; // levels, so that black paper does not divide by 0

    /// <summary>
    /// A closing: it fills what is darker than its surroundings and narrower than the window, and keeps the edges of shadows in place. It
    /// is then smoothed, but only downward, because otherwise the dark side of a shadow's edge would look like ink.
    /// </summary>
    /// <param name="window">A shape narrower than this many pixels is ink. Anything wider is a shadow or another ground.</param>
    public static PixelPlane Of(PixelPlane gray, double window)
    {
        var radius = Math.Max(2, (int)(window / 2));
        var closed = gray.Mean(1).Maximum(radius).Minimum(radius);
        var smooth = closed.Mean(Math.Max(1, radius / 6));
        for (var i = 0; i < smooth.Values.Length; i++) smooth.Values[i] = Math.Min(smooth.Values[i], closed.Values[i]);
        return smooth;
    }

    /// <summary>The share of the paper's light that each pixel lacks: 0 is paper, 1 is black.</summary>
    public static PixelPlane Darkness(PixelPlane gray, PixelPlane light)
    {
        var result = new PixelPlane(gray.Width, gray.Height);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = Math.Clamp((light.Values[i] - gray.Values[i]) / Math.Max(light.Values[i], LeastLight), 0, 1);
        return result;
    }
}
