using System.Numerics;
using MnistApi.DrawnUploads.Drawing;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>Makes pictures smaller.</summary>
internal static class Resolution
{
    /// <summary>The mean of the pixels that fall into each of the new ones.</summary>
    /// <param name="factor">New length by old, at most 1.</param>
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
}
