namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// An image with one value for each pixel. Planes that are computed from it are in the same memory, and live until that memory is disposed
/// of. Disposing of a plane ends its life sooner, so that the next one can have its place in the processor's cache.
/// </summary>
/// <param name="width">The width in pixels.</param>
/// <param name="height">The height in pixels.</param>
/// <param name="values">At least width * height values, row by row.</param>
/// <param name="memory">The memory that the values belong to.</param>
internal sealed class PixelPlane(int width, int height, float[] values, PlaneMemory memory) : IDisposable
{
    private readonly int _length = width * height;

    public int Width => width;

    public int Height => height;

    public PlaneMemory Memory => memory;

    /// <summary>[height, width], row by row.</summary>
    public Span<float> Values => values.AsSpan(0, _length);

    public int LongerSide => Math.Max(Width, Height);

    public InkBox Bounds => new(0, 0, Width, Height);

    public float this[int x, int y] => values[y * Width + x];

    public void Dispose() => memory.Return(values);

    /// <summary>Returns the values of a row.</summary>
    public Span<float> Row(int y) => values.AsSpan(y * Width, Width);

    public bool IsWithin(int x, int y) => x >= 0 && x < Width && y >= 0 && y < Height;

    /// <summary>Returns a plane with the result of a function for each value.</summary>
    public PixelPlane Select(Func<float, float> function)
    {
        var result = memory.Uninitialized(Width, Height);
        Span<float> from = Values, to = result.Values;
        for (var i = 0; i < from.Length; i++) to[i] = function(from[i]);
        return result;
    }

    /// <summary>Returns a copy.</summary>
    public PixelPlane Copy()
    {
        var result = memory.Uninitialized(Width, Height);
        Values.CopyTo(result.Values);
        return result;
    }

    /// <summary>Returns a copy of the pixels inside a rectangle.</summary>
    public PixelPlane Crop(InkBox box)
    {
        var result = memory.Uninitialized(box.Width, box.Height);
        for (var y = 0; y < box.Height; y++) Row(box.Y + y).Slice(box.X, box.Width).CopyTo(result.Row(y));
        return result;
    }

    /// <summary>Returns a copy of the plane in which another plane replaces the pixels inside a rectangle.</summary>
    /// <param name="part">A plane of the size of the rectangle.</param>
    public PixelPlane With(PixelPlane part, InkBox box)
    {
        var result = Copy();
        for (var y = 0; y < box.Height; y++) part.Row(y).CopyTo(result.Row(box.Y + y)[box.X..]);
        return result;
    }
}
