using System.Numerics;
using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws strokes that are not writing: polylines in the unit square.</summary>
internal static class RandomStrokes
{
    /// <summary>Four to seven lines, straight or bent, between points of a coarse grid.</summary>
    public static List<Vector2>[] InventedSign(ref SeededRandom random)
    {
        var strokes = new List<Vector2>[4 + random.NextInt32(4)];
        for (var i = 0; i < strokes.Length; i++)
        {
            var points = new ControlPoint[2 + random.NextInt32(2)];
            for (var j = 0; j < points.Length; j++)
            {
                var at = new Vector2(random.NextInt32(3), random.NextInt32(3)) / 2 + 0.06f * Gaussian(ref random);
                points[j] = new ControlPoint(at, random.NextInt32(2) == 0);
            }

            strokes[i] = CatmullRomSpline.Trace(points);
        }

        return strokes;
    }

    /// <summary>One or two wandering lines.</summary>
    public static List<Vector2>[] Scribble(ref SeededRandom random)
    {
        var strokes = new List<Vector2>[1 + random.NextInt32(2)];
        var reach = random.NextSingle(0.3f, 0.7f);
        for (var i = 0; i < strokes.Length; i++)
        {
            var points = new ControlPoint[(strokes.Length == 1 ? 12 : 7) + random.NextInt32(12)];
            var at = Uniform(ref random);
            for (var j = 0; j < points.Length; j++)
            {
                points[j] = new ControlPoint(at, random.NextInt32(8) == 0);
                at = Vector2.Clamp(at + reach * Gaussian(ref random), Vector2.Zero, Vector2.One);
            }

            strokes[i] = CatmullRomSpline.Trace(points);
        }

        return strokes;
    }

    /// <summary>
    /// One horizontal line, parallel lines, or two sets of crossing lines. A single upright line is not among them, because it is a 1.
    /// </summary>
    public static List<Vector2>[] Lines(ref SeededRandom random)
    {
        var angle = 0.15f * random.NextGaussian() + (random.NextInt32(4) == 0 ? MathF.PI / 4 : 0);
        var (across, along) = (1 + random.NextInt32(5), random.NextInt32(5));
        if (across + along == 1) angle = 0.12f * random.NextGaussian();
        if (random.NextInt32(2) == 0 && along > 1) across = 0;

        var strokes = new List<Vector2>[across + along];
        for (var i = 0; i < strokes.Length; i++)
        {
            var (isHorizontal, place) = i < across ? (true, (i + 0.5f) / across) : (false, (i - across + 0.5f) / along);
            place += 0.04f * random.NextGaussian();
            var (start, end) = (random.NextSingle(0, 0.2f), random.NextSingle(0.8f, 1));
            strokes[i] = isHorizontal
                ? [Rotated(new Vector2(start, place), angle), Rotated(new Vector2(end, place), angle)]
                : [Rotated(new Vector2(place, start), angle), Rotated(new Vector2(place, end), angle)];
        }

        return strokes;
    }

    private static Vector2 Rotated(Vector2 point, float angle) => Vector2.Transform(point, Matrix3x2.CreateRotation(angle));

    private static Vector2 Uniform(ref SeededRandom random) => new(random.NextSingle(), random.NextSingle());

    private static Vector2 Gaussian(ref SeededRandom random) => new(random.NextGaussian(), random.NextGaussian());
}
