namespace MnistApi.Imaging.Ink;

/// <summary>One number for each pixel.</summary>
/// <param name="Values">[height, width] row by row.</param>
internal sealed record Plane(int Width, int Height, float[] Values)
{
    public Plane(int width, int height) : this(width, height, new float[width * height])
    {
    }

    public int LongerSide => Math.Max(Width, Height);

    public float this[int x, int y] => Values[y * Width + x];

    public bool IsWithin(int x, int y) => x >= 0 && x < Width && y >= 0 && y < Height;

    /// <summary>Each value by a function of it.</summary>
    public Plane Select(Func<float, float> function)
    {
        var result = new Plane(Width, Height);
        for (var i = 0; i < Values.Length; i++) result.Values[i] = function(Values[i]);
        return result;
    }

    /// <summary>A rectangle of it.</summary>
    public Plane Crop(InkBox box)
    {
        var result = new Plane(box.Width, box.Height);
        for (var y = 0; y < box.Height; y++) Array.Copy(Values, (box.Y + y) * Width + box.X, result.Values, y * box.Width, box.Width);
        return result;
    }

    /// <summary>It with a rectangle replaced.</summary>
    public Plane With(Plane part, InkBox box)
    {
        var result = this with { Values = [.. Values] };
        for (var y = 0; y < box.Height; y++) Array.Copy(part.Values, y * box.Width, result.Values, (box.Y + y) * Width + box.X, box.Width);
        return result;
    }
}
