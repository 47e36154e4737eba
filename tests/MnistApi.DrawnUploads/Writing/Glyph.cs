using System.Globalization;
using System.Numerics;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Writing;

/// <summary>A sign, described by the points on its strokes, and the way a random hand writes it.</summary>
internal sealed class Glyph
{
    private const int StepsPerSpan = 12;
    private const float Jitter = 0.013f; // In heights of the sign.

    private readonly (Vector2 At, bool IsCorner)[][] _strokes;

    /// <summary>
    /// Reads strokes such as <c>"10,5 70,5! 30,100 / 15,50 60,50"</c>. Coordinates are percent of the height and y points down. <c>!</c>
    /// marks a corner and <c>/</c> lifts the pen.
    /// </summary>
    public Glyph(string strokes) =>
        _strokes =
        [
            .. from stroke in strokes.Split(" / ")
               select stroke.Split(' ').Select(word => (Parse(word), word.EndsWith('!'))).ToArray(),
        ];

    /// <summary>Writes the strokes with a random hand: displaced points and a different width, slant, turn and bend.</summary>
    public List<Vector2[]> Write(ref SeededRandom random)
    {
        var aspect = MathF.Exp(0.16f * random.NextGaussian());
        var slant = Math.Clamp(0.08f + 0.15f * random.NextGaussian(), -0.25f, 0.45f);
        var affine =
            Matrix3x2.CreateTranslation(-0.35f, -0.5f)
            * Matrix3x2.CreateScale(aspect, 1)
            * new Matrix3x2(1, 0, -slant, 1, 0, 0)
            * Matrix3x2.CreateRotation(0.05f * random.NextGaussian());
        Span<Vector2> bend = stackalloc Vector2[3]; // One displacement each for head, middle and foot.
        foreach (ref var displacement in bend) displacement = 0.03f * Gaussian(ref random);

        var written = new List<Vector2[]>();
        foreach (var stroke in _strokes)
        {
            var points = new Vector2[stroke.Length];
            for (var i = 0; i < points.Length; i++)
            {
                var at = stroke[i].At + Jitter * Gaussian(ref random);
                var level = Math.Clamp(2 * at.Y, 0, 1.999f);
                points[i] = Vector2.Transform(at + Vector2.Lerp(bend[(int)level], bend[(int)level + 1], level - (int)level), affine);
            }

            written.Add(Trace(points, [.. stroke.Select(point => point.IsCorner)]));
        }

        return written;
    }

    /// <summary>
    /// Draws a cubic Hermite curve through the points (Catmull and Rom, 1974). Tangents are shorter where points are close together, and
    /// the curve breaks at corners.
    /// </summary>
    private static Vector2[] Trace(Vector2[] points, bool[] isCorner)
    {
        var line = new List<Vector2> { points[0] };
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var chord = points[i + 1] - points[i];
            var leaving = i == 0 || isCorner[i] ? chord : Tangent(points[i - 1], points[i], points[i + 1], chord.Length());
            var arriving =
                i + 2 == points.Length || isCorner[i + 1] ? chord : Tangent(points[i], points[i + 1], points[i + 2], chord.Length());
            for (var step = 1; step <= StepsPerSpan; step++)
            {
                var t = (float)step / StepsPerSpan;
                var (t2, t3) = (t * t, t * t * t);
                line.Add(
                    (2 * t3 - 3 * t2 + 1) * points[i]
                        + (t3 - 2 * t2 + t) * leaving
                        + (3 * t2 - 2 * t3) * points[i + 1]
                        + (t3 - t2) * arriving);
            }
        }

        return [.. line];
    }

    /// <summary>The tangent of the given length at the middle one of three points.</summary>
    private static Vector2 Tangent(Vector2 before, Vector2 at, Vector2 after, float length)
    {
        var (first, second) = (Math.Max(Vector2.Distance(before, at), 1e-4f), Math.Max(Vector2.Distance(at, after), 1e-4f));
        var direction = (at - before) / first * second + (after - at) / second * first;
        return direction / Math.Max(direction.Length(), 1e-4f) * length;
    }

    private static Vector2 Parse(string word)
    {
        var numbers = word.TrimEnd('!').Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture) / 100).ToArray();
        return new Vector2(numbers[0], numbers[1]);
    }

    private static Vector2 Gaussian(ref SeededRandom random) => new(random.NextGaussian(), random.NextGaussian());
}
