using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>Removes lines, but keeps darker writing that crosses them.</summary>
internal static class LineRemoval
{
    private const float WritingFactor = 1.5f;   // writing is at least this many times as dark as the line
    private const float Tolerance = 0.03f;
    private const double MinWriting = 0.001;    // share of all pixels
    private const int SampleStep = 3;

    /// <summary>Returns a copy of the plane without the lines that were found on it.</summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    /// <param name="thickness">The greatest thickness of a line in pixels.</param>
    public static PixelPlane Remove(PixelPlane darkness, IEnumerable<RuledLine> lines, int thickness)
    {
        var result = darkness.Copy();
        foreach (var line in lines) RemoveLine(darkness, result, line, thickness);
        return result;
    }

    /// <summary>Whether a single line may be the digit 1, because almost nothing in the image is darker.</summary>
    public static bool MayBeDigitOne(PixelPlane darkness, RuledLine line, int thickness)
    {
        var lineDarkness = MedianDarkness(darkness, line, thickness);
        ReadOnlySpan<float> values = darkness.Values;
        var darker = 0;
        for (var i = 0; i < values.Length; i += SampleStep)
            if (values[i] > WritingFactor * lineDarkness) darker++;
        return darker < values.Length / SampleStep * MinWriting;
    }

    /// <summary>
    /// Removes the pixels along the line that are about as dark as the line. Darker pixels are writing and stay. Where writing is as light
    /// as the line, the pixels above and below the line decide.
    /// </summary>
    private static void RemoveLine(PixelPlane darkness, PixelPlane result, RuledLine line, int thickness)
    {
        var reach = thickness / 2 + 1;
        var lineDarkness = MedianDarkness(darkness, line, thickness);
        for (var x = 0; x < darkness.Width; x++)
        {
            var (middle, value) = Darkest(darkness, x, line.YAt(x), reach);
            if (value > WritingFactor * lineDarkness + Tolerance) continue;
            var neighbor = Math.Max(At(darkness, x, middle - reach - 1), At(darkness, x, middle + reach + 1));
            for (var y = Math.Max(0, middle - reach); y <= Math.Min(darkness.Height - 1, middle + reach); y++)
                result.Values[y * darkness.Width + x] = Math.Min(result[x, y], neighbor);
        }
    }

    /// <summary>The median darkness along a line.</summary>
    private static float MedianDarkness(PixelPlane darkness, RuledLine line, int thickness)
    {
        var reach = thickness / 2 + 1;
        float[] along = [.. Enumerable.Range(0, darkness.Width).Select(x => Darkest(darkness, x, line.YAt(x), reach).Value).Order()];
        return along[along.Length / 2];
    }

    /// <summary>The darkest pixel of a column within the reach of a line.</summary>
    private static (int Y, float Value) Darkest(PixelPlane darkness, int x, int middle, int reach)
    {
        var best = (Y: Math.Clamp(middle, 0, darkness.Height - 1), Value: 0f);
        for (var y = Math.Max(0, middle - reach); y <= Math.Min(darkness.Height - 1, middle + reach); y++)
            if (darkness[x, y] > best.Value) best = (y, darkness[x, y]);
        return best;
    }

    private static float At(PixelPlane plane, int x, int y) => y < 0 || y >= plane.Height ? 0 : plane[x, y];
}
