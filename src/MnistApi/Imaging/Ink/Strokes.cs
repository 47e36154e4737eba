namespace MnistApi.Imaging.Ink;

/// <summary>How wide the lines of a drawing are, and drawings with other widths.</summary>
internal static class Strokes
{
    private const float InkFrom = 0.5f;

    /// <summary>
    /// Mean width of its lines in pixels, 0 of nothing: a line has two edges, so it is twice the ink's area for the length of its edges, which is the sum of
    /// all gradients, however soft the edges are.
    /// </summary>
    /// <param name="ink">0 (paper) to 1; beyond its edge is paper.</param>
    public static float Width(Plane ink)
    {
        double area = 0, edges = 0;
        for (var y = -1; y < ink.Height; y++)
        {
            for (var x = -1; x < ink.Width; x++)
            {
                float here = At(ink, x, y), right = At(ink, x + 1, y) - here, below = At(ink, x, y + 1) - here;
                area += here;
                edges += MathF.Sqrt(right * right + below * below);
            }
        }

        return edges == 0 ? 0 : (float)(2 * area / edges);
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

    private static float At(Plane ink, int x, int y) => x < 0 || y < 0 || x >= ink.Width || y >= ink.Height ? 0 : ink[x, y];
}
