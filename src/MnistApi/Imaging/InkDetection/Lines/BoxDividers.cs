using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>
/// Removes the bars between the boxes of a form's row. They are left over when the long lines above and below are removed, and look like
/// ones.
/// </summary>
internal static class BoxDividers
{
    private const double Slimness = 0.2; // of the bar's height
    private const int Reach = 3;         // pixels around the end of a bar: where it crosses the line, nothing was removed

    /// <summary>The pieces without bars that hang between removed lines; all pieces if there are only such bars.</summary>
    /// <param name="lined">The darkness with the lines.</param>
    /// <param name="unlined">The darkness without the lines.</param>
    public static IReadOnlyList<InkShape> Without(
        IReadOnlyList<InkShape> pieces, PixelPlane lined, PixelPlane unlined, InkThreshold threshold)
    {
        if (ReferenceEquals(lined, unlined)) return pieces;
        InkShape[] rest = [.. pieces.Where(piece => !IsDivider(piece.Box))];
        return rest.Length == 0 ? pieces : rest;

        bool IsLine(int x, int y) => lined.IsWithin(x, y) && lined[x, y] - unlined[x, y] >= threshold.Faint;
        bool HasLineNear(int x, int y) => Enumerable.Range(y - Reach, 2 * Reach + 1).Any(near => IsLine(x, near));
        bool MeetsLine(InkBox box, int y) => Enumerable.Range(box.X - Reach, box.Width + 2 * Reach).Any(x => HasLineNear(x, y));
        bool IsDivider(InkBox box) => box.Width <= Slimness * box.Height && MeetsLine(box, box.Y) && MeetsLine(box, box.Y + box.Height);
    }
}
