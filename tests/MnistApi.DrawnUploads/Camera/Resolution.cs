using System.Numerics;
using MnistApi.DrawnUploads.Drawing;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>Makes pictures smaller or larger.</summary>
internal static class Resolution
{
    /// <summary>Averages the pixels that fall into each new pixel.</summary>
    /// <param name="factor">The new length divided by the old one, at most 1.</param>
    public static Canvas Shrink(Canvas canvas, float factor)
    {
        var small = new Canvas(Math.Max(1, (int)(canvas.Width * factor)), Math.Max(1, (int)(canvas.Height * factor)), Vector3.Zero);
        var counts = new int[small.Pixels.Length];
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var at = (int)((long)y * small.Height / canvas.Height) * small.Width + (int)((long)x * small.Width / canvas.Width);
                small.Pixels[at] += canvas.Pixels[y * canvas.Width + x];
                counts[at]++;
            }
        }

        for (var i = 0; i < counts.Length; i++) small.Pixels[i] /= counts[i];
        return small;
    }

    /// <summary>Shows each pixel as a square.</summary>
    /// <param name="factor">The side of the squares in pixels.</param>
    /// <param name="isSmooth">Interpolates colours between the centres of the squares instead.</param>
    public static Canvas Enlarge(Canvas canvas, int factor, bool isSmooth)
    {
        var large = new Canvas(canvas.Width * factor, canvas.Height * factor, Vector3.Zero);
        large.Change((x, y, _) =>
        {
            if (!isSmooth) return At(x / factor, y / factor);
            var place = (new Vector2(x, y) + new Vector2(0.5f)) / factor - new Vector2(0.5f);
            var (left, top) = ((int)MathF.Floor(place.X), (int)MathF.Floor(place.Y));
            var above = Vector3.Lerp(At(left, top), At(left + 1, top), place.X - left);
            var below = Vector3.Lerp(At(left, top + 1), At(left + 1, top + 1), place.X - left);
            return Vector3.Lerp(above, below, place.Y - top);
        });
        return large;

        Vector3 At(int x, int y) => canvas.Pixels[Math.Clamp(y, 0, canvas.Height - 1) * canvas.Width + Math.Clamp(x, 0, canvas.Width - 1)];
    }
}
