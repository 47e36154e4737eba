namespace MnistApi.Imaging.Ink;

/// <summary>
/// A writing line that a digit stands on, or a field's frame that it crosses: where they touch, both are one piece of ink, and the line is as long as that
/// piece is wide. It is taken away there alone.
/// </summary>
internal static class TouchingLines
{
    private const double ThicknessShare = 0.04; // of the piece's longer side
    private const double Covered = 0.65;        // of the piece: a digit may reach beyond its frame
    private const double Side = 0.4;            // of the piece: what is farther in is no side of a frame
    private const int FewestSides = 3;          // of a frame's four
    private const double LeastLeft = 0.25;      // of the piece's longer side: what is a digit then
    private const double Low = 0.7;             // of the piece's height: where a line to write on is, and a 7's or a 4's bar is not
    private const double Longer = 1.5;          // A line is at least so many times as long as the digit on it is wide,
    private const double Beyond = 0.1;          // and reaches so much of its length beyond it on either side, as a digit's own bar does on one at most;
    private const double MuchLonger = 3;        // unless it is as long as no digit's own.
    private const int Margin = 2;

    /// <summary>The image without the lines that run through its likeliest digit; null where there are none.</summary>
    public static FoundInk? Without(FoundInk found)
    {
        var main = found.Shapes[0];
        var box = Around(main.Box, found.Darkness);
        var thickness = Math.Max(3, (int)(ThicknessShare * box.LongerSide));
        var piece = found.Darkness.Crop(box);
        var noise = Noise.Deviation(found.Darkness);
        var rows = RuledLines.FindRows(piece, noise, thickness, Covered);
        var turned = Resampling.Transpose(piece);
        var columns = RuledLines.FindRows(turned, noise, thickness, Covered);
        var sides = SidesAmong(rows, piece.Height).Concat(SidesAmong(columns, turned.Height)).Count(isSide => isSide);
        var isFrame = sides >= FewestSides;
        if (!isFrame && (rows.Count != 1 || rows[0].Middle < Low * piece.Height)) return null;

        var without = RuledLines.WithoutRows(piece, rows, thickness);
        if (isFrame) without = Resampling.Transpose(RuledLines.WithoutRows(Resampling.Transpose(without), columns, thickness));
        var darkness = found.Darkness.With(without, box);
        var ink = ConnectedInk.Of(darkness, found.Threshold);
        var left = found with { Darkness = darkness, Ink = ink, Shapes = Shapes.Of(ink.WithoutFrames()) };
        if (left.Shapes is not [var digit, ..] || digit.Box.LongerSide < LeastLeft * main.Box.LongerSide) return null;
        return isFrame || IsStoodOn(main.Box, digit.Box) ? left : null;
    }

    private static bool IsStoodOn(InkBox line, InkBox digit)
    {
        var least = Math.Min(digit.X - line.X, line.X + line.Width - digit.X - digit.Width);
        return line.Width >= MuchLonger * digit.Width || line.Width >= Longer * digit.Width && least >= Beyond * line.Width;
    }

    private static InkBox Around(InkBox box, Plane plane)
    {
        var (left, top) = (Math.Max(0, box.X - Margin), Math.Max(0, box.Y - Margin));
        var (right, bottom) = (Math.Min(plane.Width, box.X + box.Width + Margin), Math.Min(plane.Height, box.Y + box.Height + Margin));
        return new InkBox(left, top, right - left, bottom - top);
    }

    /// <summary>Whether there is a line at the one side, and at the other.</summary>
    private static bool[] SidesAmong(IReadOnlyList<RuledLine> lines, int height) =>
        [lines.Any(line => line.Middle <= Side * height), lines.Any(line => line.Middle >= (1 - Side) * height)];
}
