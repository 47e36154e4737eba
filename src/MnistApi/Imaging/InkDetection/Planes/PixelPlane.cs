namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>An image with one value for each pixel.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Values">[height, width], row by row.</param>
internal sealed record PixelPlane(int Width, int Height, float[] Values)
{
    public PixelPlane(int width, int height) : this(width, height, new float[width * height])
    {
    }

    public int LongerSide => Math.Max(Width, Height);

    public InkBox Bounds => new(0, 0, Width, Height);

    public float this[int x, int y] => Values[y * Width + x];

    /// <summary>Makes a plane for a caller that sets every value. Clearing it first would take time.</summary>
    public static PixelPlane Uninitialized(int width, int height) =>
        new(width, height, GC.AllocateUninitializedArray<float>(width * height));

    /// <summary>Returns the values of a row.</summary>
    public Span<float> Row(int y) => Values.AsSpan(y * Width, Width);

    public bool IsWithin(int x, int y) => x >= 0 && x < Width && y >= 0 && y < Height;

    /// <summary>Returns a plane with the result of a function for each value.</summary>
    public PixelPlane Select(Func<float, float> function)
    {
        var result = Uninitialized(Width, Height);
        for (var i = 0; i < Values.Length; i++) result.Values[i] = function(Values[i]);
        return result;
    }

    /// <summary>Returns a copy of the pixels inside a rectangle.</summary>
    public PixelPlane Crop(InkBox box)
    {
        var result = Uninitialized(box.Width, box.Height);
        for (var y = 0; y < box.Height; y++) Array.Copy(Values, (box.Y + y) * Width + box.X, result.Values, y * box.Width, box.Width);
        return result;
    }

    /// <summary>Returns a copy of the plane in which another plane replaces the pixels inside a rectangle.</summary>
    /// <param name="part">A plane of the size of the rectangle.</param>
    public PixelPlane With(PixelPlane part, InkBox box)
    {
        var result = this with { Values = [.. Values] };
        for (var y = 0; y < box.Height; y++) Array.Copy(part.Values, y * box.Width, result.Values, (box.Y + y) * Width + box.X, box.Width);
        return result;
    }
}
