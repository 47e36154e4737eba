using System.Numerics.Tensors;
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
        using var mean = gray.Mean(1);
        using var largest = mean.Maximum(radius);
        using var closed = largest.Minimum(radius);
        var smooth = closed.Mean(Math.Max(1, radius / 6));
        TensorPrimitives.Min(smooth.Values, closed.Values, smooth.Values);
        return smooth;
    }

    /// <summary>Computes (paper - gray) / paper for each pixel.</summary>
    /// <param name="gray">[height, width], 0 to 255.</param>
    /// <param name="paper">[height, width]: the level of the paper at each pixel, 0 to 255.</param>
    /// <returns>[height, width], 0 (paper) to 1 (black).</returns>
    public static PixelPlane Darkness(PixelPlane gray, PixelPlane paper)
    {
        var result = gray.Memory.Uninitialized(gray.Width, gray.Height);
        using var levels = gray.Memory.Uninitialized(gray.Width, gray.Height);
        TensorPrimitives.Max(paper.Values, MinPaperLevel, levels.Values);
        TensorPrimitives.Subtract(paper.Values, gray.Values, result.Values);
        TensorPrimitives.Divide(result.Values, levels.Values, result.Values);
        TensorPrimitives.Clamp(result.Values, 0, 1, result.Values);
        return result;
    }

    /// <summary>Like <see cref="Darkness(PixelPlane, PixelPlane)"/>, for paper with the same level everywhere.</summary>
    public static PixelPlane Darkness(PixelPlane gray, float paper)
    {
        var result = gray.Memory.Uninitialized(gray.Width, gray.Height);
        TensorPrimitives.Subtract(paper, gray.Values, result.Values);
        ToDarkness(result.Values, paper);
        return result;
    }

    /// <summary>Divides differences from paper with the same level everywhere by that level.</summary>
    /// <param name="differences">
    /// The levels by which each pixel is darker than the paper; on return its darkness, 0 (paper) to 1 (black).
    /// </param>
    /// <param name="paper">The level of the paper, 0 to 255.</param>
    public static void ToDarkness(Span<float> differences, float paper)
    {
        TensorPrimitives.Divide(differences, Math.Max(paper, MinPaperLevel), differences);
        TensorPrimitives.Clamp(differences, 0, 1, differences);
    }
}
