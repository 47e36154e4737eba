using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>Removes lines down to their own darkness, so that darker writing on them stays.</summary>
internal static class LineRemoval
{
    private const float Darker = 1.5f;         // than a line: writing on it
    private const float Tolerance = 0.03f;
    private const double LeastWriting = 0.001; // of all pixels
    private const int SampleStep = 3;

    /// <summary>A copy of the plane without lines that were found on it.</summary>
    public static PixelPlane Without(PixelPlane darkness, IEnumerable<RuledLine> lines, int thickness)
    {
        var result = darkness with { Values = [.. darkness.Values] };
        foreach (var line in lines) Remove(darkness, result, line, thickness);
        return result;
    }

    /// <summary>Whether a single line may be a "1", because nothing in the image is darker than it.</summary>
    public static bool MayBeOne(PixelPlane darkness, RuledLine line, int thickness)
    {
        var own = OwnDarkness(darkness, line, thickness);
        var darker = darkness.Values.Where((_, i) => i % SampleStep == 0).Count(value => value > Darker * own);
        return darker < darkness.Values.Length / SampleStep * LeastWriting;
    }

    /// <summary>
    /// Removes what is no darker than the line is along its way. Something darker that crosses the line or lies on it is writing, and
    /// stays. Where writing is as light as the line, the pixels above and below decide.
    /// </summary>
    private static void Remove(PixelPlane darkness, PixelPlane result, RuledLine line, int thickness)
    {
        var reach = thickness / 2 + 1;
        var own = OwnDarkness(darkness, line, thickness);
        for (var x = 0; x < darkness.Width; x++)
        {
            var (middle, value) = Peak(darkness, x, line.At(x), reach);
            if (value > Darker * own + Tolerance) continue;
            var bridge = Math.Max(At(darkness, x, middle - reach - 1), At(darkness, x, middle + reach + 1));
            for (var y = Math.Max(0, middle - reach); y <= Math.Min(darkness.Height - 1, middle + reach); y++)
                result.Values[y * darkness.Width + x] = Math.Min(result[x, y], bridge);
        }
    }

    /// <summary>The median darkness along a line.</summary>
    private static float OwnDarkness(PixelPlane darkness, RuledLine line, int thickness)
    {
        var reach = thickness / 2 + 1;
        float[] along = [.. Enumerable.Range(0, darkness.Width).Select(x => Peak(darkness, x, line.At(x), reach).Value).Order()];
        return along[along.Length / 2];
    }

    /// <summary>The darkest pixel of a column near a line.</summary>
    private static (int Y, float Value) Peak(PixelPlane darkness, int x, int middle, int reach)
    {
        var best = (Y: Math.Clamp(middle, 0, darkness.Height - 1), Value: 0f);
        for (var y = Math.Max(0, middle - reach); y <= Math.Min(darkness.Height - 1, middle + reach); y++)
            if (darkness[x, y] > best.Value) best = (y, darkness[x, y]);
        return best;
    }

    private static float At(PixelPlane plane, int x, int y) => y < 0 || y >= plane.Height ? 0 : plane[x, y];
}
