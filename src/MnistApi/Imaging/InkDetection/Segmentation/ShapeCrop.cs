using System.Numerics;
using System.Runtime.InteropServices;
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
        using var darkest = darkness.Maximum(radius);
        using var strokeDarkness = darkest.Mean(radius / 2);
        using var neighborhood = mask.Maximum(NeighborRadius);
        mask.Dispose();
        Normalize(darkness.Values, strokeDarkness.Values, neighborhood.Values, candidate.Threshold.Low * MinDarknessFactor);
        return darkness;
    }

    /// <summary>Divides the darkness of the shape by that of the stroke nearby, and removes everything around it.</summary>
    /// <param name="darkness">The darkness; on return 0 (paper) to 1 (ink).</param>
    /// <param name="strokes">The darkness of the stroke nearby.</param>
    /// <param name="neighborhood">Above 0 where a pixel may be a part of the shape.</param>
    /// <param name="least">The least darkness of a stroke.</param>
    private static void Normalize(Span<float> darkness, ReadOnlySpan<float> strokes, ReadOnlySpan<float> neighborhood, float least)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(darkness);
        var strokeVectors = MemoryMarshal.Cast<float, Vector<float>>(strokes);
        var nearby = MemoryMarshal.Cast<float, Vector<float>>(neighborhood);
        for (var i = 0; i < vectors.Length; i++)
        {
            var share = vectors[i] / Vector.Max(strokeVectors[i], new Vector<float>(least));
            var value = Vector.Min(new Vector<float>(0.5f) + (share - new Vector<float>(0.5f)) / Softness, Vector<float>.One);
            var isInk = Vector.GreaterThanOrEqual(value, new Vector<float>(MinInk)) & Vector.GreaterThan(nearby[i], Vector<float>.Zero);
            vectors[i] = Vector.ConditionalSelect(isInk, value, Vector<float>.Zero);
        }

        for (var i = vectors.Length * Vector<float>.Count; i < darkness.Length; i++)
        {
            var value = Math.Min(0.5f + (darkness[i] / Math.Max(strokes[i], least) - 0.5f) / Softness, 1);
            darkness[i] = value < MinInk || neighborhood[i] == 0 ? 0 : value;
        }
    }

    /// <returns>The darkness of the shape and its margin, and a mask that is 1 for each pixel of the shape.</returns>
    private static (PixelPlane Darkness, PixelPlane Mask) Crop(InkCandidate candidate, InkShape shape, int margin)
    {
        var (left, top) = (shape.Box.X - margin, shape.Box.Y - margin);
        var (width, height) = (shape.Box.Width + 2 * margin, shape.Box.Height + 2 * margin);
        var source = candidate.Darkness;
        var (darkness, mask) = (source.Memory.Filled(width, height), source.Memory.Filled(width, height));
        var belongs = candidate.Components.LabelsOf(shape);
        var (first, end) = (Math.Max(0, -left), Math.Min(width, source.Width - left));
        for (var y = Math.Max(0, -top); y < Math.Min(height, source.Height - top); y++)
        {
            source.Row(top + y)[(left + first)..(left + end)].CopyTo(darkness.Row(y)[first..]);
            var labels = candidate.Components.Row(top + y)[(left + first)..(left + end)];
            var maskRow = mask.Row(y)[first..];
            for (var x = 0; x < labels.Length; x++)
                if (belongs[labels[x]]) maskRow[x] = 1;
        }

        return (darkness, mask);
    }
}
