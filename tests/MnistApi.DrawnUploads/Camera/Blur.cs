using System.Numerics;
using MnistApi.DrawnUploads.Drawing;

namespace MnistApi.DrawnUploads.Camera;

/// <summary>Blurs pictures like a lens out of focus or a moving hand.</summary>
internal static class Blur
{
    /// <summary>Blurs with a Gaussian.</summary>
    /// <param name="deviation">The standard deviation in pixels; below 0.2 nothing changes.</param>
    public static void Focus(Canvas canvas, float deviation)
    {
        if (deviation < 0.2f) return;

        var radius = Math.Max(1, (int)(2.5f * deviation + 0.5f));
        var weights = new float[2 * radius + 1];
        for (var i = 0; i < weights.Length; i++) weights[i] = MathF.Exp(-(i - radius) * (i - radius) / (2 * deviation * deviation));
        var total = weights.Sum();
        foreach (ref var weight in weights.AsSpan()) weight /= total;

        var (width, height) = (canvas.Width, canvas.Height);
        var blurred = new Vector3[canvas.Pixels.Length];
        Across(canvas.Pixels, blurred, width, height, weights, radius);
        Down(blurred, canvas.Pixels, width, height, weights, radius);
    }

    /// <summary>Averages along a straight path.</summary>
    /// <param name="way">The path in pixels.</param>
    public static void Motion(Canvas canvas, Vector2 way)
    {
        var steps = Math.Max(2, (int)way.Length() + 1);
        var (width, height) = (canvas.Width, canvas.Height);
        var sharp = canvas.Pixels.AsSpan().ToArray();
        canvas.Change((x, y, _) =>
        {
            var sum = Vector3.Zero;
            for (var step = 0; step < steps; step++)
            {
                var at = new Vector2(x, y) + way * ((float)step / (steps - 1) - 0.5f) + new Vector2(0.5f);
                sum += sharp[Math.Clamp((int)at.Y, 0, height - 1) * width + Math.Clamp((int)at.X, 0, width - 1)];
            }

            return sum / steps;
        });
    }

    private static void Across(Vector3[] from, Vector3[] to, int width, int height, float[] weights, int radius)
    {
        for (var y = 0; y < height; y++)
        {
            var row = from.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                var sum = Vector3.Zero;
                if (x >= radius && x + radius < width)
                    for (var i = 0; i < weights.Length; i++) sum += weights[i] * row[x - radius + i];
                else
                    for (var i = 0; i < weights.Length; i++) sum += weights[i] * row[Math.Clamp(x - radius + i, 0, width - 1)];
                to[y * width + x] = sum;
            }
        }
    }

    private static void Down(Vector3[] from, Vector3[] to, int width, int height, float[] weights, int radius)
    {
        for (var y = 0; y < height; y++)
        {
            var target = to.AsSpan(y * width, width);
            target.Clear();
            for (var i = 0; i < weights.Length; i++)
            {
                var row = from.AsSpan(Math.Clamp(y - radius + i, 0, height - 1) * width, width);
                for (var x = 0; x < width; x++) target[x] += weights[i] * row[x];
            }
        }
    }
}
