using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>
/// Estimates the level of the paper at each pixel, including shadows and gradients. The ink must be darker than the paper.
/// </summary>
internal static class PaperIllumination
{
    private const float MinPaperLevel = 16; // gray levels; prevents a division by 0 on black paper

    /// <summary>
    /// Estimates the paper by a morphological closing, which fills dark shapes narrower than the window and keeps the edges of shadows in
    /// place. The result is smoothed, but never raised, because the dark side of a shadow's edge would otherwise look like ink.
    /// </summary>
    /// <param name="gray">[height, width], 0 to 255.</param>
    /// <param name="window">The width in pixels below which a dark shape is ink. A wider shape is a shadow or another background.</param>
    /// <returns>[height, width], 0 to 255.</returns>
    public static PixelPlane Of(PixelPlane gray, double window)
    {
        var radius = Math.Max(2, (int)(window / 2));
        var closed = gray.Mean(1).Maximum(radius).Minimum(radius);
        var smooth = closed.Mean(Math.Max(1, radius / 6));
        for (var i = 0; i < smooth.Values.Length; i++) smooth.Values[i] = Math.Min(smooth.Values[i], closed.Values[i]);
        return smooth;
    }

    /// <summary>Computes (paper - gray) / paper for each pixel.</summary>
    /// <param name="gray">[height, width], 0 to 255.</param>
    /// <param name="paper">[height, width]: the level of the paper at each pixel, 0 to 255.</param>
    /// <returns>[height, width], 0 (paper) to 1 (black).</returns>
    public static PixelPlane Darkness(PixelPlane gray, PixelPlane paper)
    {
        var result = new PixelPlane(gray.Width, gray.Height);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = Math.Clamp((paper.Values[i] - gray.Values[i]) / Math.Max(paper.Values[i], MinPaperLevel), 0, 1);
        return result;
    }
}
