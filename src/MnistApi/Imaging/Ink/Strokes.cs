namespace MnistApi.Imaging.Ink;

/// <summary>How wide the lines of a drawing are, and drawings with other widths.</summary>
internal static class Strokes
{
    private const float InkFrom = 0.5f;

    /// <summary>Mean width of its lines in pixels: twice the distance to the paper along their middle. 0 of nothing.</summary>
    /// <param name="ink">0 (paper) to 1.</param>
    public static float Width(Plane ink)
    {
        var inside = DistanceMap.To(Padded(ink), value => value < InkFrom);
        double sum = 0;
        var count = 0;
        for (var y = 1; y < inside.Height - 1; y++)
        {
            for (var x = 1; x < inside.Width - 1; x++)
            {
                var distance = inside[x, y];
                if (distance == 0 || !IsRidge(inside, x, y)) continue;
                sum += distance;
                count++;
            }
        }

        return count == 0 ? 0 : (float)(2 * sum / count - 1); // Distances go from middle to middle: half a pixel too far on either side.
    }

    /// <summary>Lines wider (or narrower, below 0) by so many pixels on either side, with edges one pixel soft.</summary>
    public static Plane Grow(Plane ink, float pixels)
    {
        var outside = DistanceMap.To(ink, value => value >= InkFrom);
        var inside = DistanceMap.To(ink, value => value < InkFrom);
        var result = new Plane(ink.Width, ink.Height);
        for (var i = 0; i < result.Values.Length; i++)
        {
            var signed = outside.Values[i] > 0 ? outside.Values[i] - 0.5f : 0.5f - inside.Values[i]; // Distance from the line's edge, below 0 inside.
            result.Values[i] = Math.Clamp(0.5f + pixels - signed, 0, 1);
        }

        return result;
    }

    private static bool IsRidge(Plane distances, int x, int y) =>
        distances[x, y] >= Math.Max(Math.Max(distances[x - 1, y], distances[x + 1, y]), Math.Max(distances[x, y - 1], distances[x, y + 1])) - 0.5f;

    /// <summary>Paper around it, so that ink at the edge has an end.</summary>
    private static Plane Padded(Plane ink)
    {
        var result = new Plane(ink.Width + 2, ink.Height + 2);
        for (var y = 0; y < ink.Height; y++) Array.Copy(ink.Values, y * ink.Width, result.Values, (y + 1) * result.Width + 1, ink.Width);
        return result;
    }
}
