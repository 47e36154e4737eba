using System.Numerics;

namespace MnistApi.DrawnUploads.Drawing;

/// <summary>Distances to the outlines of areas, in pixels: negative inside.</summary>
internal static class Region
{
    /// <summary>
    /// The distance to a convex polygon with corners in clockwise order (y points down). Outside, it is too small near corners.
    /// </summary>
    public static float Convex(ReadOnlySpan<Vector2> corners, Vector2 point)
    {
        var distance = float.NegativeInfinity;
        for (var i = 0; i < corners.Length; i++)
        {
            var edge = corners[(i + 1) % corners.Length] - corners[i];
            var from = point - corners[i];
            distance = Math.Max(distance, (edge.Y * from.X - edge.X * from.Y) / edge.Length());
        }

        return distance;
    }

    /// <summary>The distance to a line of the given radius.</summary>
    public static float Capsule(Vector2 from, Vector2 to, float radius, Vector2 point)
    {
        var along = to - from;
        var fraction = Math.Clamp(Vector2.Dot(point - from, along) / Math.Max(along.LengthSquared(), 1e-6f), 0, 1);
        return Vector2.Distance(point, from + fraction * along) - radius;
    }

    /// <summary>1 inside, 0 outside, with a soft edge of the given width.</summary>
    public static float Inside(float distance, float softness)
    {
        var t = Math.Clamp(0.5f - distance / Math.Max(softness, 1), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
