namespace MnistApi.Imaging.Ink;

/// <summary>The bars between the boxes of a form's row, which are left when the long lines above and below are taken away, and look like ones.</summary>
internal static class Dividers
{
    private const double Slimness = 0.2; // of a bar's height
    private const int Reach = 3;          // Pixels around a bar's end: where it crosses the line nothing was taken away.

    /// <summary>Pieces without bars that hang between lines that were removed; all of them where there is nothing else.</summary>
    /// <param name="lined">Darkness with the lines.</param>
    /// <param name="unlined">The same without.</param>
    public static IReadOnlyList<Shape> Without(IReadOnlyList<Shape> pieces, Plane lined, Plane unlined, InkThreshold threshold)
    {
        bool IsLine(int x, int y) => lined.IsWithin(x, y) && lined[x, y] - unlined[x, y] >= threshold.Faint;
        bool MeetsLine(InkBox box, int y) => Enumerable.Range(box.X - Reach, box.Width + 2 * Reach).Any(x => Enumerable.Range(y - Reach, 2 * Reach + 1).Any(near => IsLine(x, near)));
        bool IsDivider(Shape piece) => piece.Box.Width <= Slimness * piece.Box.Height && MeetsLine(piece.Box, piece.Box.Y) && MeetsLine(piece.Box, piece.Box.Y + piece.Box.Height);

        if (ReferenceEquals(lined, unlined)) return pieces;
        Shape[] rest = [.. pieces.Where(piece => !IsDivider(piece))];
        return rest.Length == 0 ? pieces : rest;
    }
}
