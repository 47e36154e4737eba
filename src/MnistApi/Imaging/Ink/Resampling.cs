namespace MnistApi.Imaging.Ink;

/// <summary>Other sizes of a plane.</summary>
internal static class Resampling
{
    /// <summary>Makes it larger by a whole factor, straight lines between the middles of pixels.</summary>
    public static Plane Enlarge(this Plane plane, int factor) =>
        factor == 1 ? plane : Transpose(EnlargeRows(Transpose(EnlargeRows(plane, factor)), factor));

    private static Plane EnlargeRows(Plane plane, int factor)
    {
        var result = new Plane(plane.Width * factor, plane.Height);
        for (var x = 0; x < result.Width; x++)
        {
            var at = (x + 0.5f) / factor - 0.5f;
            var left = (int)MathF.Floor(at);
            var share = at - left;
            var (from, to) = (Math.Max(left, 0), Math.Min(left + 1, plane.Width - 1));
            for (var y = 0; y < plane.Height; y++)
                result.Values[y * result.Width + x] = plane[from, y] * (1 - share) + plane[to, y] * share;
        }

        return result;
    }

    internal static Plane Transpose(Plane plane)
    {
        var result = new Plane(plane.Height, plane.Width);
        for (var y = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++) result.Values[x * plane.Height + y] = plane.Values[y * plane.Width + x];
        return result;
    }
}
