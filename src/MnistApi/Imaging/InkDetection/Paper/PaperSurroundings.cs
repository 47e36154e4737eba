using System.Runtime.InteropServices;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Compares a piece of paper with its surroundings.</summary>
internal static class PaperSurroundings
{
    private const float MinDifference = 20;           // levels between the paper and its surroundings
    private const int Distance = 3 * PaperMask.Margin; // coarse pixels between a point on the paper and one beyond its blurred edge
    private const double MinShareOfEdge = 0.8;

    private static readonly (int X, int Y)[] Directions = [(1, 0), (-1, 0), (0, 1), (0, -1)];

    /// <summary>
    /// Whether the median color outside the paper differs from the median color inside. A square of squared paper has the same color as the
    /// squares around it, so it is not a piece of paper.
    /// </summary>
    /// <param name="mask">[height, width]: 1 on the paper, 0 outside.</param>
    public static bool DifferInColor(PixelPlane[] channels, PixelPlane mask) => channels.Any(channel =>
        Math.Abs(MedianOf(channel, mask, isInside: true) - MedianOf(channel, mask, isInside: false)) >= MinDifference);

    /// <summary>Whether the color changes along nearly all of the paper's edge.</summary>
    /// <param name="mask">[height, width]: 1 on the paper, 0 outside.</param>
    public static bool DifferAlongEdge(PixelPlane[] channels, PixelPlane mask)
    {
        var (edge, different) = (0, 0);
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (mask[x, y] == 0) continue;
                foreach (var (dx, dy) in Directions)
                {
                    int outerX = x + Distance * dx, outerY = y + Distance * dy;
                    if (!mask.IsWithin(outerX, outerY) || mask[x + dx, y + dy] > 0 || mask[outerX, outerY] > 0) continue;
                    edge++;
                    if (channels.Any(channel => Math.Abs(channel[x, y] - channel[outerX, outerY]) >= MinDifference)) different++;
                }
            }
        }

        return different >= MinShareOfEdge * edge && edge > 0;
    }

    private static float MedianOf(PixelPlane channel, PixelPlane mask, bool isInside)
    {
        ReadOnlySpan<float> values = channel.Values, inside = mask.Values;
        var part = new List<float>(values.Length);
        for (var i = 0; i < values.Length; i++)
            if (inside[i] > 0 == isInside) part.Add(values[i]);
        return OrderStatistic.Median(CollectionsMarshal.AsSpan(part));
    }
}
