namespace MnistApi.TestErrors.Sheets;

/// <summary>A canvas with gray levels, white at first.</summary>
internal sealed class GrayCanvas
{
    private const byte White = 255;

    public GrayCanvas(int width, int height)
    {
        (Width, Height, Pixels) = (width, height, new byte[width * height]);
        Pixels.AsSpan().Fill(White);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[height, width] in rows, 0 (black) to 255 (white).</summary>
    public byte[] Pixels { get; }

    public void Fill(int left, int top, int width, int height, byte gray)
    {
        for (var y = top; y < top + height; y++) Pixels.AsSpan(y * Width + left, width).Fill(gray);
    }

    /// <summary>Draws an antialiased polyline with round ends and joins. Where lines cross, the darker level remains.</summary>
    /// <param name="points">The points in pixels. (0, 0) is the upper left corner of the canvas.</param>
    /// <param name="penWidth">The width of the line, in pixels.</param>
    /// <param name="gray">The gray level, 0 (black) to 255 (white).</param>
    public void DrawLine(IReadOnlyList<(float X, float Y)> points, float penWidth, byte gray)
    {
        for (var i = 1; i < points.Count; i++) DrawLine(points[i - 1], points[i], penWidth / 2, gray);
    }

    private void DrawLine((float X, float Y) from, (float X, float Y) to, float radius, byte gray)
    {
        var reach = radius + 1;
        int left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach));
        int right = Math.Min(Width - 1, (int)(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach));
        int bottom = Math.Min(Height - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                // The distance between the center of the pixel and the line determines how much of the pixel the line covers.
                var coverage = Math.Clamp(radius + 0.5f - DistanceTo(from, to, x + 0.5f, y + 0.5f), 0, 1);
                var level = (byte)MathF.Round(White - (White - gray) * coverage);
                Pixels[y * Width + x] = Math.Min(Pixels[y * Width + x], level);
            }
        }
    }

    private static float DistanceTo((float X, float Y) from, (float X, float Y) to, float x, float y)
    {
        float dx = to.X - from.X, dy = to.Y - from.Y, squared = dx * dx + dy * dy;
        var along = squared == 0 ? 0 : Math.Clamp(((x - from.X) * dx + (y - from.Y) * dy) / squared, 0, 1);
        return MathF.Sqrt(Square(from.X + along * dx - x) + Square(from.Y + along * dy - y));
    }

    private static float Square(float value) => value * value;
}
