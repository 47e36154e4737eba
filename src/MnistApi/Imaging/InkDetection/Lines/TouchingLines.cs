using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>
/// Removes a writing line that a digit stands on, or the frame of a field that a digit crosses. Line and digit then form one connected
/// component, and the line is as long as that component is wide. The search is therefore limited to the bounding box of the component.
/// </summary>
internal static class TouchingLines
{
    private const double MaxThickness = 0.04;  // share of the longer side of the component
    private const double MinCoverage = 0.65;   // share of the component's width or height; a digit may extend beyond its frame
    private const double FrameMargin = 0.4;    // share of the component; a line farther inside is not a side of a frame
    private const int MinSides = 3;            // of the four sides of a frame
    private const double MinRemainder = 0.25;  // share of the component's longer side; a smaller remainder is not a digit
    private const double WritingLineTop = 0.7; // share of the component's height; a higher line may be the bar of a 7 or 4
    private const int Margin = 2;              // pixels around the component

    // The bar of a digit extends beyond its other strokes on one side at most. A writing line extends on both sides, or is much longer.
    private const double MinLengthRatio = 1.5; // length of a writing line, in widths of the digit
    private const double MinOverhang = 0.1;    // on each side, as a share of the line's length
    private const double SafeLengthRatio = 3;  // a line of this length needs no overhang

    /// <summary>Returns the candidate without the lines that touch its most likely digit; null if there are none.</summary>
    /// <param name="noise">The standard deviation of the noise on the paper.</param>
    public static InkCandidate? Remove(InkCandidate found, float noise)
    {
        var main = found.Shapes[0];
        var box = main.Box.Grow(Margin, found.Darkness.Bounds);
        var thickness = Math.Max(3, (int)(MaxThickness * box.LongerSide));
        var crop = found.Darkness.Crop(box);
        var rows = LineDetection.Find(crop, noise, thickness, MinCoverage);
        if (rows.Count == 0) return null; // Neither a writing line nor three sides of a frame.
        var columns = LineDetection.Find(crop.Transpose(), noise, thickness, MinCoverage);
        var isFrame = CountSides(rows, crop.Height) + CountSides(columns, crop.Width) >= MinSides;
        if (!isFrame && (rows.Count != 1 || rows[0].MiddleY < WritingLineTop * crop.Height)) return null;

        var cleaned = LineRemoval.Remove(crop, rows, thickness);
        if (isFrame) cleaned = LineRemoval.Remove(cleaned.Transpose(), columns, thickness).Transpose();
        var darkness = found.Darkness.With(cleaned, box);
        var components = ConnectedComponents.Of(darkness, found.Threshold);
        var rest = found with { Darkness = darkness, Components = components, Shapes = ShapeGrouping.Of(components.WithoutFrames()) };
        if (rest.Shapes is not [var digit, ..] || digit.Box.LongerSide < MinRemainder * main.Box.LongerSide) return null;
        return isFrame || IsWritingLine(main.Box, digit.Box) ? rest : null;
    }

    private static bool IsWritingLine(InkBox line, InkBox digit)
    {
        var overhang = Math.Min(digit.X - line.X, line.X + line.Width - digit.X - digit.Width);
        return line.Width >= SafeLengthRatio * digit.Width
            || line.Width >= MinLengthRatio * digit.Width && overhang >= MinOverhang * line.Width;
    }

    /// <summary>Counts how many of two opposite sides have a line: 0, 1 or 2.</summary>
    private static int CountSides(IReadOnlyList<RuledLine> lines, int height)
    {
        var hasFirst = lines.Any(line => line.MiddleY <= FrameMargin * height);
        var hasSecond = lines.Any(line => line.MiddleY >= (1 - FrameMargin) * height);
        return (hasFirst ? 1 : 0) + (hasSecond ? 1 : 0);
    }
}
