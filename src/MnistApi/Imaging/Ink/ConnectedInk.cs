namespace MnistApi.Imaging.Ink;

/// <summary>The connected pieces of ink in an image.</summary>
/// <param name="Labels">[height, width]: the number of each pixel's piece; 0 of paper.</param>
/// <param name="Pieces">Piece n has the number n + 1.</param>
internal sealed record ConnectedInk(int Width, int[] Labels, IReadOnlyList<Shape> Pieces)
{
    private const int MostPieces = 300;     // Each is compared with each: a page of ten thousand specks would take seconds.
    private const double LeastInFrame = 0.25;
    private const double FrameBand = 0.13;  // of the box's sides, for frames that are a little turned
    private const double MostInBand = 0.95;

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

    /// <summary>The largest pieces, without frames: those that run along all sides of their box and have another piece inside, as a form's field has.</summary>
    public IReadOnlyList<Shape> WithoutFrames()
    {
        Shape[] largest = [.. Pieces.OrderByDescending(piece => piece.Area).Take(MostPieces)];
        return [.. largest.Where(piece => !largest.Any(inner => IsInside(inner, piece)) || !IsFrame(piece))];
    }

    private static bool IsInside(Shape inner, Shape frame) =>
        inner.Box.LongerSide >= LeastInFrame * frame.Box.LongerSide
        && inner.Box.X > frame.Box.X && inner.Box.Y > frame.Box.Y
        && inner.Box.X + inner.Box.Width < frame.Box.X + frame.Box.Width && inner.Box.Y + inner.Box.Height < frame.Box.Y + frame.Box.Height;

    private bool IsFrame(Shape piece)
    {
        var (box, label) = (piece.Box, piece.Labels[0]);
        var (bandX, bandY) = (FrameBand * box.Width, FrameBand * box.Height);
        var within = 0;
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            for (var x = box.X; x < box.X + box.Width; x++)
            {
                if (Labels[y * Width + x] != label) continue;
                if (x - box.X < bandX || box.X + box.Width - 1 - x < bandX || y - box.Y < bandY || box.Y + box.Height - 1 - y < bandY) within++;
            }
        }

        return within >= MostInBand * piece.Area;
    }

    private static Shape Fill(Plane darkness, float faint, int seed, int label, int[] labels, Stack<int> stack)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        int left = width, top = height, right = -1, bottom = -1, area = 0, edge = 0;
        var sum = 0f;
        labels[seed] = label;
        stack.Push(seed);
        while (stack.TryPop(out var i))
        {
            var (x, y) = (i % width, i / width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            area++;
            sum += darkness.Values[i];
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

        return new Shape([label], new InkBox(left, top, right - left + 1, bottom - top + 1), area, edge, sum / area);
    }
}
