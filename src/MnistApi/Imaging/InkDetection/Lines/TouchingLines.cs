using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>
/// Removes a writing line that a digit stands on, or the frame of a field that a digit crosses. Where they touch, both are one piece of
/// ink, and the line is as long as that piece is wide. So lines are searched for and removed within that piece's box only.
/// </summary>
internal static class TouchingLines
{
    private const double ThicknessShare = 0.04; // of the longer side of the piece
    private const double Covered = 0.65;        // of the piece, because a digit may reach beyond its frame
    private const double Side = 0.4;            // of the piece: what is farther in is not a side of a frame
    private const int FewestSides = 3;          // of a frame's four
    private const double LeastLeft = 0.25;      // of the longer side of the piece: what must be left to be a digit
    private const double Low = 0.7;             // of the height of the piece: a writing line is below it, and the bar of a 7 or 4 is not
    private const double Longer = 1.5;          // A line is at least so many times as long as the digit on it is wide,
    private const double Beyond = 0.1;          // and reaches beyond it by this share of its length on both sides. The bar of a digit
    private const double MuchLonger = 3;        // does so on one side at most. A line this many times as long needs no such proof.
    private const int Margin = 2;

    /// <summary>The image without the lines that run through its likeliest digit; null if there are none.</summary>
    public static FoundInk? Without(FoundInk found)
    {
        var main = found.InkShapes[0];
        var box = Around(main.Box, found.Darkness);
        var thickness = Math.Max(3, (int)(ThicknessShare * box.LongerSide));
        var piece = found.Darkness.Crop(box);
        var noise = NoiseEstimate.Deviation(found.Darkness);
        var rows = LineDetection.Find(piece, noise, thickness, Covered);
        var columns = LineDetection.Find(piece.Transpose(), noise, thickness, Covered);
        var isFrame = CountSides(rows, piece.Height) + CountSides(columns, piece.Width) >= FewestSides;
        if (!isFrame && (rows.Count != 1 || rows[0].Middle < Low * piece.Height)) return null;

        var without = LineRemoval.Without(piece, rows, thickness);
        if (isFrame) without = LineRemoval.Without(without.Transpose(), columns, thickness).Transpose();
        var darkness = found.Darkness.With(without, box);
        var ink = ConnectedInk.Of(darkness, found.Threshold);
        var left = found with { Darkness = darkness, Ink = ink, InkShapes = ShapeGrouping.Of(ink.WithoutFrames()) };
        if (left.InkShapes is not [var digit, ..] || digit.Box.LongerSide < LeastLeft * main.Box.LongerSide) return null;
        return isFrame || IsWritingLine(main.Box, digit.Box) ? left : null;
    }

    private static bool IsWritingLine(InkBox line, InkBox digit)
    {
        var least = Math.Min(digit.X - line.X, line.X + line.Width - digit.X - digit.Width);
        return line.Width >= MuchLonger * digit.Width || line.Width >= Longer * digit.Width && least >= Beyond * line.Width;
    }

    private static InkBox Around(InkBox box, PixelPlane plane)
    {
        var (left, top) = (Math.Max(0, box.X - Margin), Math.Max(0, box.Y - Margin));
        var (right, bottom) = (Math.Min(plane.Width, box.X + box.Width + Margin), Math.Min(plane.Height, box.Y + box.Height + Margin));
        return new InkBox(left, top, right - left, bottom - top);
    }

    /// <summary>How many of two opposite sides have a line.</summary>
    private static int CountSides(IReadOnlyList<RuledLine> lines, int height) =>
        (lines.Any(line => line.Middle <= Side * height) ? 1 : 0) + (lines.Any(line => line.Middle >= (1 - Side) * height) ? 1 : 0);
}
