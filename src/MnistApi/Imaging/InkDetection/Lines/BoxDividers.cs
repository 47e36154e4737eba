using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>
/// Removes the vertical bars between the boxes of a form. They remain after the long lines above and below them are removed, and look like
/// the digit 1.
/// </summary>
internal static class BoxDividers
{
    private const double MaxAspect = 0.2; // width of a divider, as a share of its height
    private const int Reach = 3;          // pixels around the end of a divider; where it crosses the line, the darkness is unchanged

    /// <summary>Returns the shapes that are not dividers between removed lines; all shapes if every one is a divider.</summary>
    /// <param name="withLines">The darkness before the lines were removed.</param>
    /// <param name="withoutLines">The darkness after the lines were removed.</param>
    public static IReadOnlyList<InkShape> Remove(
        IReadOnlyList<InkShape> shapes, PixelPlane withLines, PixelPlane withoutLines, InkThreshold threshold)
    {
        if (ReferenceEquals(withLines, withoutLines)) return shapes;
        InkShape[] rest = [.. shapes.Where(shape => !IsDivider(shape.Box))];
        return rest.Length == 0 ? shapes : rest;

        bool IsDivider(InkBox box) => box.Width <= MaxAspect * box.Height && MeetsLine(box, box.Y) && MeetsLine(box, box.Y + box.Height);
        bool MeetsLine(InkBox box, int y) => Enumerable.Range(box.X - Reach, box.Width + 2 * Reach).Any(x => HasLineNear(x, y));
        bool HasLineNear(int x, int y) => Enumerable.Range(y - Reach, 2 * Reach + 1).Any(near => IsLine(x, near));
        bool IsLine(int x, int y) => withLines.IsWithin(x, y) && withLines[x, y] - withoutLines[x, y] >= threshold.Low;
    }
}
