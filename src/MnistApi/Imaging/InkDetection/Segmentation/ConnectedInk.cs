using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Segmentation;

/// <summary>The connected pieces of ink in an image.</summary>
/// <param name="Labels">[height, width]: the number of each pixel's piece; 0 for paper.</param>
/// <param name="Pieces">The piece at index n has the number n + 1.</param>
internal sealed record ConnectedInk(int Width, int[] Labels, IReadOnlyList<InkShape> Pieces)
{
    private const int MostPieces = 300;    // Each is compared with each other: a page of ten thousand specks would take seconds.
    private const double LeastInFrame = 0.25;
    private const double FrameBand = 0.13; // of the sides of the box, for frames that are a little rotated
    private const double LeastInBand = 0.95;

    /// <summary>
    /// Finds the pieces with two thresholds (Canny, "A computational approach to edge detection", 1986): faint pixels are ink if they touch
    /// dark ones, so that strokes do not break where the pen was light.
    /// </summary>
    public static ConnectedInk Of(PixelPlane darkness, InkThreshold threshold)
    {
        var labels = new int[darkness.Values.Length];
        var pieces = new List<InkShape>();
        var stack = new Stack<int>();
        for (var seed = 0; seed < labels.Length; seed++)
        {
            if (labels[seed] > 0 || darkness.Values[seed] < threshold.Level) continue;
            pieces.Add(Fill(darkness, threshold.Faint, seed, pieces.Count + 1, labels, stack));
        }

        return new ConnectedInk(darkness.Width, labels, pieces);
    }

    /// <summary>
    /// The largest pieces without frames. A frame runs along all sides of its box and has another piece inside, such as a form's field has.
    /// </summary>
    public IReadOnlyList<InkShape> WithoutFrames()
    {
        InkShape[] largest = [.. Pieces.OrderByDescending(piece => piece.Area).Take(MostPieces)];
        return [.. largest.Where(piece => !largest.Any(inner => IsInside(inner, piece)) || !IsFrame(piece))];
    }

    private static bool IsInside(InkShape inner, InkShape frame) =>
        inner.Box.LongerSide >= LeastInFrame * frame.Box.LongerSide
        && inner.Box.X > frame.Box.X && inner.Box.Y > frame.Box.Y
        && inner.Box.X + inner.Box.Width < frame.Box.X + frame.Box.Width && inner.Box.Y + inner.Box.Height < frame.Box.Y + frame.Box.Height;

    private bool IsFrame(InkShape piece)
    {
        var (box, label) = (piece.Box, piece.Labels[0]);
        var (bandX, bandY) = (FrameBand * box.Width, FrameBand * box.Height);
        var within = 0;
        for (var y = 0; y < box.Height; y++)
        {
            for (var x = 0; x < box.Width; x++)
            {
                if (Labels[(box.Y + y) * Width + box.X + x] != label) continue;
                if (x < bandX || box.Width - 1 - x < bandX || y < bandY || box.Height - 1 - y < bandY) within++;
            }
        }

        return within >= LeastInBand * piece.Area;
    }

    /// <summary>Labels the pixels of the piece around a seed.</summary>
    private static InkShape Fill(PixelPlane darkness, float faint, int seed, int label, int[] labels, Stack<int> stack)
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
            PushNeighbors(darkness, faint, x, y, label, labels, stack);
        }

        return new InkShape([label], new InkBox(left, top, right - left + 1, bottom - top + 1), area, edge, sum / area);
    }

    private static void PushNeighbors(PixelPlane darkness, float faint, int x, int y, int label, int[] labels, Stack<int> stack)
    {
        for (var nextY = Math.Max(0, y - 1); nextY <= Math.Min(darkness.Height - 1, y + 1); nextY++)
        {
            for (var nextX = Math.Max(0, x - 1); nextX <= Math.Min(darkness.Width - 1, x + 1); nextX++)
            {
                var next = nextY * darkness.Width + nextX;
                if (labels[next] > 0 || darkness.Values[next] < faint) continue;
                labels[next] = label;
                stack.Push(next);
            }
        }
    }
}
