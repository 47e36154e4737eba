using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Compares a piece of paper with what surrounds it.</summary>
internal static class PaperSurroundings
{
    private const float OtherColor = 20;              // levels between the paper and what surrounds it
    private const int Beyond = 3 * PaperMask.Margin;  // coarse pixels from within the paper to beyond its edge, however blurred
    private const double EdgeThatStandsOut = 0.8;

    private static readonly (int X, int Y)[] Directions = [(1, 0), (-1, 0), (0, 1), (0, -1)];

    /// <summary>Whether what surrounds the paper has another color. One square of squared paper is not a piece of paper.</summary>
    public static bool HaveAnotherColor(PixelPlane[] channels, PixelPlane mask) => channels.Any(channel =>
    {
        float[] inside = [.. channel.Values.Where((_, i) => mask.Values[i] > 0).Order()];
        float[] outside = [.. channel.Values.Where((_, i) => mask.Values[i] == 0).Order()];
        return Math.Abs(inside[inside.Length / 2] - outside[outside.Length / 2]) >= OtherColor;
    });

    /// <summary>Whether there is another color beyond the paper's edge, along nearly all of it.</summary>
    public static bool HaveAnotherColorAllAlong(PixelPlane[] channels, PixelPlane mask)
    {
        var (edge, standing) = (0, 0);
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (mask[x, y] == 0) continue;
                foreach (var (dx, dy) in Directions)
                {
                    int outerX = x + Beyond * dx, outerY = y + Beyond * dy;
                    if (!mask.IsWithin(outerX, outerY) || mask[x + dx, y + dy] > 0 || mask[outerX, outerY] > 0) continue;
                    edge++;
                    if (channels.Any(channel => Math.Abs(channel[x, y] - channel[outerX, outerY]) >= OtherColor)) standing++;
                }
            }
        }

        return standing >= EdgeThatStandsOut * edge && edge > 0;
    }

    /// <summary>
    /// Whether the mask reaches from one edge of the image to the other. The strip between two rules is not a piece of paper.
    /// </summary>
    public static bool AreCrossedBy(PixelPlane mask)
    {
        var box = PaperMask.BoxOf(mask);
        return box.Width >= mask.Width - 2 * PaperMask.Margin || box.Height >= mask.Height - 2 * PaperMask.Margin;
    }
}
