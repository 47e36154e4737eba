namespace MnistApi.TestErrors.Sheets;

/// <summary>
/// The font of an <see cref="ErrorSheet"/>. A glyph consists of the center lines of its strokes. System fonts are not an option, because a
/// container has none.
/// </summary>
internal static class StrokeFont
{
    // Digits are 14 units high and stand on y = 14; small letters begin at y = 5 and descend to y = 18.
    private const float DigitHeight = 14, PenWidth = 1.6f, Gap = 3, SpaceWidth = 3;
    private const string Bowl = "M4 5 C6.2 5 8 7 8 9.5 C8 12 6.2 14 4 14 C1.8 14 0 12 0 9.5 C0 7 1.8 5 4 5 Z ";
    private const string Arch = "M0 9 C0 6.6 1.6 5 3.8 5 C6 5 7.2 6.4 7.2 8.8 V14 ";

    private static readonly Dictionary<char, Glyph> Glyphs = new()
    {
        ['0'] = new(9, "M4.5 0 C8 0 9 3.5 9 7 C9 10.5 8 14 4.5 14 C1 14 0 10.5 0 7 C0 3.5 1 0 4.5 0 Z"),
        ['1'] = new(9, "M1.4 2.4 L5 0 V14 M1.4 14 H8.6"),
        ['2'] = new(9, "M0.5 3.2 C1.1 1.1 2.6 0 4.5 0 C6.9 0 8.5 1.5 8.5 3.7 C8.5 6 6.8 7.8 0.4 14 H9"),
        ['3'] = new(
            9,
            "M0.5 1.7 C1.6 0.5 3 0 4.4 0 C6.9 0 8.5 1.3 8.5 3.4 C8.5 5.4 7 6.7 4.6 6.7 H3 M4.6 6.7 "
            + "C7.3 6.7 9 8.1 9 10.3 C9 12.6 7.1 14 4.3 14 C2.5 14 1 13.3 0 12.1"),
        ['4'] = new(9, "M6.9 14 V0 L0 9.7 H9.2"),
        ['5'] = new(9, "M8.2 0 H1.5 L0.9 6.3 C2 5.5 3.1 5.1 4.4 5.1 C7.1 5.1 9 6.9 9 9.5 C9 12.2 7.1 14 4.3 14 C2.5 14 1 13.3 0 12.1"),
        ['6'] = new(
            9,
            "M8.1 1.5 C7.3 0.5 6.2 0 5 0 C1.7 0 0 3 0 8.4 V9.4 C0 12.1 1.9 14 4.5 14 C7.1 14 9 12.1 9 9.5 "
            + "C9 6.9 7.1 5.1 4.5 5.1 C1.9 5.1 0 6.9 0 9.4"),
        ['7'] = new(9, "M0 0 H9 L3.2 14"),
        ['8'] = new(
            9,
            "M4.5 6.6 C2.2 6.6 0.7 5.3 0.7 3.3 C0.7 1.4 2.2 0 4.5 0 C6.8 0 8.3 1.4 8.3 3.3 C8.3 5.3 6.8 6.6 4.5 6.6 "
            + "C1.8 6.6 0 8 0 10.3 C0 12.5 1.8 14 4.5 14 C7.2 14 9 12.5 9 10.3 C9 8 7.2 6.6 4.5 6.6 Z"),
        ['9'] = new(
            9,
            "M0.9 12.5 C1.7 13.5 2.8 14 4 14 C7.3 14 9 11 9 5.6 V4.6 C9 1.9 7.1 0 4.5 0 C1.9 0 0 1.9 0 4.5 "
            + "C0 7.1 1.9 8.9 4.5 8.9 C7.1 8.9 9 7.1 9 4.6"),
        ['a'] = new(8, Bowl + "M8 5 V14"),
        ['b'] = new(8, Bowl + "M0 -1 V14"),
        ['c'] = new(7.2f, "M7.2 6.6 C6.4 5.6 5.4 5 4.2 5 C1.8 5 0 7 0 9.5 C0 12 1.8 14 4.2 14 C5.4 14 6.4 13.4 7.2 12.4"),
        ['d'] = new(8, Bowl + "M8 -1 V14"),
        ['e'] = new(8, "M0.1 9.3 H8 C8 6.9 6.3 5 4.1 5 C1.8 5 0 7 0 9.5 C0 12 1.8 14 4.2 14 C5.5 14 6.6 13.4 7.5 12.3"),
        ['h'] = new(7.2f, "M0 -1 V14 " + Arch),
        ['i'] = new(0, "M0 5 V14 M0 1 V1.01"),
        ['l'] = new(2, "M0 -1 V11.6 C0 13.2 0.7 14 2 14"),
        ['n'] = new(7.2f, "M0 5 V14 " + Arch),
        ['o'] = new(8, Bowl),
        ['p'] = new(8, Bowl + "M0 5 V18"),
        ['r'] = new(4, "M0 5 V14 M0 9.2 C0 6.6 1.5 5 4 5.1"),
        ['s'] = new(
            6.6f,
            "M6.1 6.4 C5.4 5.5 4.4 5 3.2 5 C1.4 5 0.3 5.9 0.3 7.2 C0.3 10.4 6.6 8.4 6.6 11.6 C6.6 13 5.3 14 3.4 14 "
            + "C1.9 14 0.8 13.5 0 12.5"),
        ['t'] = new(5, "M2 1.5 V11.4 C2 13.2 3 14.1 5 13.9 M0 5 H4.8"),
        ['x'] = new(7.2f, "M0 5 L7.2 14 M7.2 5 L0 14"),
        ['='] = new(8, "M0 6.6 H8 M0 10.6 H8"),
        [','] = new(1, "M1 13.4 L0 16.6"),
        [' '] = new(SpaceWidth, ""),
    };

    /// <summary>Draws a line of text, centered at x.</summary>
    /// <param name="text">The text: digits and the letters that the sheet uses.</param>
    /// <param name="x">The center of the text, in pixels.</param>
    /// <param name="baseline">The vertical position of the lower end of the digits, in pixels.</param>
    /// <param name="height">The height of a digit, in pixels.</param>
    /// <param name="gray">The gray level, 0 (black) to 255 (white).</param>
    public static void DrawCentered(GrayCanvas canvas, string text, float x, float baseline, float height, byte gray)
    {
        var scale = height / DigitHeight;
        var width = text.Sum(character => Glyphs[character].Width + Gap) - Gap;
        var left = x - scale * width / 2;
        foreach (var character in text)
        {
            foreach (var stroke in Glyphs[character].Strokes)
            {
                var points = stroke.Select(point => (left + scale * point.X, baseline - height + scale * point.Y));
                canvas.DrawLine([.. points], scale * PenWidth, gray);
            }

            left += scale * (Glyphs[character].Width + Gap);
        }
    }

    private sealed record Glyph(float Width, string Path)
    {
        public IReadOnlyList<IReadOnlyList<(float X, float Y)>> Strokes { get; } = StrokePath.Parse(Path);
    }
}
