namespace MnistApi.Imaging.Ink;

/// <summary>The connected pieces of ink in an image.</summary>
/// <param name="Labels">[height, width]: the number of each pixel's piece; 0 of paper.</param>
/// <param name="Pieces">Piece n has the number n + 1.</param>
internal sealed record ConnectedInk(int Width, int[] Labels, IReadOnlyList<Shape> Pieces)
{
    /// <summary>
    /// Two thresholds (Canny, "A computational approach to edge detection", 1986): what is faint is ink where it touches what is dark, so that strokes
    /// do not break where the pen was light.
    /// </summary>
    public static ConnectedInk Of(Plane darkness, InkThreshold threshold)
    {
        var labels = new int[darkness.Values.Length];
        var pieces = new List<Shape>();
        var stack = new Stack<int>();
        for (var seed = 0; seed < labels.Length; seed++)
        {
            if (labels[seed] > 0 || darkness.Values[seed] < threshold.Level) continue;
            pieces.Add(Fill(darkness, threshold.Faint, seed, pieces.Count + 1, labels, stack));
        }

        return new ConnectedInk(darkness.Width, labels, pieces);
    }

    private static Shape Fill(Plane darkness, float faint, int seed, int label, int[] labels, Stack<int> stack)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        int left = width, top = height, right = -1, bottom = -1, area = 0, edge = 0;
        labels[seed] = label;
        stack.Push(seed);
        while (stack.TryPop(out var i))
        {
            var (x, y) = (i % width, i / width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            area++;
            if (x == 0 || y == 0 || x == width - 1 || y == height - 1) edge++;
            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
            {
                for (var nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                {
                    var n = ny * width + nx;
                    if (labels[n] > 0 || darkness.Values[n] < faint) continue;
                    labels[n] = label;
                    stack.Push(n);
                }
            }
        }

        return new Shape([label], new InkBox(left, top, right - left + 1, bottom - top + 1), area, edge);
    }
}
