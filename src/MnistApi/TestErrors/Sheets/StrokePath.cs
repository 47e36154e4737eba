using System.Globalization;

namespace MnistApi.TestErrors.Sheets;

/// <summary>Reads paths in SVG's notation, of which M, L, H, V, C and Z with absolute numbers are known.</summary>
internal static class StrokePath
{
    /// <summary>Lines that a curve is drawn as.</summary>
    private const int LinesOfACurve = 12;

    /// <returns>For each stroke its points.</returns>
    /// <exception cref="FormatException">Another letter, or a number that is none.</exception>
    public static IReadOnlyList<IReadOnlyList<(float X, float Y)>> Parse(string path)
    {
        var strokes = new List<List<(float X, float Y)>>();
        var words = new Queue<string>(path.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (words.TryDequeue(out var word))
        {
            if (word[0] == 'M') strokes.Add([]);
            var stroke = strokes[^1];
            float First() => Number(word[1..]);
            float Next() => Number(words.Dequeue());
            switch (word[0])
            {
                case 'M' or 'L':
                    stroke.Add((First(), Next()));
                    break;
                case 'H':
                    stroke.Add((First(), stroke[^1].Y));
                    break;
                case 'V':
                    stroke.Add((stroke[^1].X, First()));
                    break;
                case 'C':
                    AddCurve(stroke, (First(), Next()), (Next(), Next()), (Next(), Next()));
                    break;
                case 'Z':
                    stroke.Add(stroke[0]);
                    break;
                default:
                    throw new FormatException($"'{word}' is not known in a path.");
            }
        }

        return strokes;
    }

    /// <summary>Bézier's cubic.</summary>
    private static void AddCurve(List<(float X, float Y)> stroke, (float X, float Y) first, (float X, float Y) second, (float X, float Y) end)
    {
        var start = stroke[^1];
        for (var i = 1; i <= LinesOfACurve; i++)
        {
            float t = (float)i / LinesOfACurve, s = 1 - t;
            float a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
            stroke.Add((a * start.X + b * first.X + c * second.X + d * end.X, a * start.Y + b * first.Y + c * second.Y + d * end.Y));
        }
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
