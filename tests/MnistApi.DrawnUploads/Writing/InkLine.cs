using System.Numerics;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Writing;

/// <summary>A point on a line of ink.</summary>
/// <param name="At">The place, in the units of the line.</param>
/// <param name="Width">The width relative to the pen's.</param>
/// <param name="Flow">The amount of ink, 0 to 1.</param>
internal readonly record struct InkPoint(Vector2 At, float Width, float Flow);

/// <summary>Moves a tool along the strokes of a subject.</summary>
internal static class InkLine
{
    private const float Step = 0.012f; // The distance of two points on a line, in heights of a digit.

    /// <summary>Returns the lines of ink, in the subject's units.</summary>
    public static List<InkPoint[]> Write(Subject subject, Tool tool, ref SeededRandom random)
    {
        var step = random.NextSingle() < tool.Angular ? random.NextSingle(0.04f, 0.1f) : Step;
        var tremor = tool.Tremor * random.NextSingle();
        var lines = new List<InkPoint[]>();
        foreach (var stroke in subject.Strokes)
        {
            var slip = tool.Slip * new Vector2(random.NextGaussian(), random.NextGaussian());
            var points = Resample(stroke, step);
            Overshoot(points, tool, ref random);
            lines.Add(Draw(points, slip, tremor, tool, ref random));
        }

        return lines;
    }

    private static InkPoint[] Draw(List<Vector2> points, Vector2 slip, float tremor, Tool tool, ref SeededRandom random)
    {
        var (width, flow) = (new Waves(ref random), new Waves(ref random));
        var (across, along) = (new Waves(ref random, shortest: 0.15f), new Waves(ref random, shortest: 0.15f));
        var gaps = Gaps(points.Count, tool, ref random);

        var line = new InkPoint[points.Count];
        var length = 0f;
        for (var i = 0; i < line.Length; i++)
        {
            if (i > 0) length += Vector2.Distance(points[i - 1], points[i]);
            var fromEnd = Math.Min(i, line.Length - 1 - i) * Step;
            var taper = 1 - tool.Taper * Math.Clamp(1 - fromEnd / 0.1f, 0, 1);
            line[i] = new InkPoint(
                points[i] + slip + tremor * new Vector2(across.At(length), along.At(length)),
                taper * (1 + tool.Unevenness * width.At(length)),
                gaps.Any(gap => i >= gap.First && i < gap.First + gap.Length)
                    ? 0
                    : 1 - tool.Pressure * (0.5f + 0.5f * Math.Clamp(flow.At(length), -1, 1)));
        }

        return line;
    }

    /// <summary>Chooses the points where a line has no ink. Gaps do not lie near the ends, and short lines have none.</summary>
    private static (int First, int Length)[] Gaps(int points, Tool tool, ref SeededRandom random)
    {
        if (points < 25 || random.NextSingle() >= tool.Dryness) return [];

        var gaps = new (int, int)[1 + random.NextInt32(3)];
        foreach (ref var gap in gaps.AsSpan()) gap = (5 + random.NextInt32(points - 15), 2 + random.NextInt32(4));
        return gaps;
    }

    /// <summary>Returns points at equal distances along a polyline, and its end.</summary>
    private static List<Vector2> Resample(Vector2[] stroke, float step)
    {
        var points = new List<Vector2> { stroke[0] };
        var left = step;
        for (var i = 0; i + 1 < stroke.Length; i++)
        {
            var length = Vector2.Distance(stroke[i], stroke[i + 1]);
            for (; left <= length; left += step) points.Add(Vector2.Lerp(stroke[i], stroke[i + 1], left / length));
            left -= length;
        }

        points.Add(stroke[^1]);
        return points;
    }

    /// <summary>Lengthens a line at both ends: the pen touches the paper a little early and leaves it a little late.</summary>
    private static void Overshoot(List<Vector2> points, Tool tool, ref SeededRandom random)
    {
        if (points.Count < 6) return;
        points.Insert(0, points[0] + tool.Overshoot * random.NextSingle() * Vector2.Normalize(points[0] - points[4] + new Vector2(1e-5f)));
        points.Add(points[^1] + tool.Overshoot * random.NextSingle() * Vector2.Normalize(points[^1] - points[^5] + new Vector2(1e-5f)));
    }

    /// <summary>A sum of three waves of random lengths: mean 0, standard deviation about 1.</summary>
    private readonly struct Waves
    {
        private readonly Vector3 _frequencies, _phases;

        public Waves(ref SeededRandom random, float shortest = 0.4f)
        {
            var relative = new Vector3(random.NextSingle(0.15f, 0.4f), random.NextSingle(0.3f, 0.7f), random.NextSingle(0.5f, 1));
            _frequencies = 2 * MathF.PI / shortest * relative;
            _phases = 2 * MathF.PI * new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle());
        }

        public float At(float length)
        {
            var angle = length * _frequencies + _phases;
            return 0.8f * (MathF.Sin(angle.X) + MathF.Sin(angle.Y) + MathF.Sin(angle.Z));
        }
    }
}
