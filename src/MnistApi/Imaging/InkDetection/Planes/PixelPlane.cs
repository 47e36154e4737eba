namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>An image with one number for each pixel.</summary>
/// <param name="Values">[height, width] row by row.</param>
internal sealed record PixelPlane(int Width, int Height, float[] Values)
{
    public PixelPlane(int width, int height) : this(width, height, new float[width * height])
    {
    }

    public int LongerSide => Math.Max(Width, Height);

    public float this[int x, int y] => Values[y * Width + x];

    public bool IsWithin(int x, int y) => x >= 0 && x < Width && y >= 0 && y < Height;

    /// <summary>A plane with the function's result for each value.</summary>
    public PixelPlane Select(Func<float, float> function)
    {
        var result = new PixelPlane(Width, Height);
        for (var i = 0; i < Values.Length; i++) result.Values[i] = function(Values[i]);
        return result;
    }

    /// <summary>A copy of the pixels within a rectangle.</summary>
    public PixelPlane Crop(InkBox box)
    {
        var result = new PixelPlane(box.Width, box.Height);
        for (var y = 0; y < box.Height; y++) Array.Copy(Values, (box.Y + y) * Width + box.X, result.Values, y * box.Width, box.Width);
        return result;
    }

    /// <summary>A copy of the plane with the pixels within a rectangle replaced.</summary>
    public PixelPlane With(PixelPlane part, InkBox box)
    {
        var result = this with { Values = [.. Values] };
        for (var y = 0; y < box.Height; y++) Array.Copy(part.Values, y * box.Width, result.Values, (box.Y + y) * Width + box.X, box.Width);
        return result;
    }
}
