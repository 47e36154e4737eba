using System.Numerics;
using MnistApi.Training.Data.Synthetic.Styles;

namespace MnistApi.Training.Data.Synthetic;

/// <summary>Draws curves through control points.</summary>
internal static class CatmullRomSpline
{
    private const int StepsPerSpan = 5;

    /// <summary>A polyline along a centripetal Catmull-Rom spline. The spline ends at each corner and starts again.</summary>
    /// <remarks>
    /// The centripetal form has no cusps and no loops within a span: Yuksel, Schaefer, Keyser, "On the parameterization of Catmull-Rom
    /// curves", 2009.
    /// </remarks>
    public static List<Vector2> Trace(ReadOnlySpan<ControlPoint> points)
    {
        var line = new List<Vector2>(points.Length * StepsPerSpan) { points[0].At };
        for (var i = 0; i + 1 < points.Length; i++)
        {
            Vector2 from = points[i].At, to = points[i + 1].At;
            var before = i == 0 || points[i].IsCorner ? from - (to - from) : points[i - 1].At;
            var after = i + 2 == points.Length || points[i + 1].IsCorner ? to + (to - from) : points[i + 2].At;
            for (var step = 1; step <= StepsPerSpan; step++)
                line.Add(Between(before, from, to, after, (float)step / StepsPerSpan));
        }

        return line;
    }

    /// <summary>The pyramid of Barry and Goldman, 1988. The knots are at the square roots of the distances.</summary>
    private static Vector2 Between(Vector2 p0, Vector2 p1, Vector2 p2, Vector2 p3, float fraction)
    {
        float t1 = Knot(p0, p1), t2 = t1 + Knot(p1, p2), t3 = t2 + Knot(p2, p3);
        var t = t1 + fraction * (t2 - t1);

        var a1 = Vector2.Lerp(p0, p1, t / t1);
        var a2 = Vector2.Lerp(p1, p2, (t - t1) / (t2 - t1));
        var a3 = Vector2.Lerp(p2, p3, (t - t2) / (t3 - t2));
        var b1 = Vector2.Lerp(a1, a2, t / t2);
        var b2 = Vector2.Lerp(a2, a3, (t - t1) / (t3 - t1));
        return Vector2.Lerp(b1, b2, (t - t1) / (t2 - t1));
    }

    /// <summary>The distance of two knots. It is above zero even for equal points, so nothing is divided by zero.</summary>
    private static float Knot(Vector2 from, Vector2 to) => MathF.Sqrt(Math.Max(Vector2.Distance(from, to), 1e-6f));
}
