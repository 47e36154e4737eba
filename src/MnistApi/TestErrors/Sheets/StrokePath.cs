using System.Globalization;

namespace MnistApi.TestErrors.Sheets;

/// <summary>Parses paths in SVG notation. It supports the commands M, L, H, V, C and Z with absolute coordinates.</summary>
internal static class StrokePath
{
    /// <summary>The number of line segments that approximate a curve.</summary>
    private const int SegmentsPerCurve = 12;

    /// <returns>The points of each stroke.</returns>
    /// <exception cref="FormatException">The path has an unknown command or an invalid number.</exception>
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
                    throw new FormatException($"The path command '{word}' is not supported.");
            }
        }

        return strokes;
    }

    /// <summary>Adds the line segments of a cubic Bézier curve.</summary>
    private static void AddCurve(
        List<(float X, float Y)> stroke, (float X, float Y) first, (float X, float Y) second, (float X, float Y) end)
    {
        var start = stroke[^1];
        for (var i = 1; i <= SegmentsPerCurve; i++)
        {
            float t = (float)i / SegmentsPerCurve, s = 1 - t;
            float a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
            stroke.Add((a * start.X + b * first.X + c * second.X + d * end.X, a * start.Y + b * first.Y + c * second.Y + d * end.Y));
        }
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
