using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>A rectangle that holds ink, in pixels.</summary>
/// <param name="X">The left edge.</param>
/// <param name="Y">The top edge.</param>
internal sealed record InkBox(int X, int Y, int Width, int Height)
{
    private const double LeastOverlap = 0.85;

    public int LongerSide => Math.Max(Width, Height);

    /// <summary>The smallest box around all pixels above 0; null if there are none.</summary>
    /// <param name="ink">[height, width] row by row.</param>
    public static InkBox? Of(ReadOnlySpan<byte> ink, int width)
    {
        var bounds = InkBounds.Of(ink, width);
        return bounds.IsEmpty ? null : new InkBox(bounds.Left, bounds.Top, bounds.Width, bounds.Height);
    }

    /// <summary>Whether the two boxes cover nearly the same area.</summary>
    public bool IsAlike(InkBox other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        var union = Union(other);
        return width > 0 && height > 0 && width * height >= LeastOverlap * union.Width * union.Height;
    }

    /// <summary>The smallest box around both.</summary>
    public InkBox Union(InkBox other)
    {
        var (x, y) = (Math.Min(X, other.X), Math.Min(Y, other.Y));
        return new InkBox(x, y, Math.Max(X + Width, other.X + other.Width) - x, Math.Max(Y + Height, other.Y + other.Height) - y);
    }

    /// <summary>The distance between the nearest sides in pixels; 0 if the boxes overlap.</summary>
    public double GapTo(InkBox other)
    {
        var dx = Math.Max(0, Math.Max(X, other.X) - Math.Min(X + Width, other.X + other.Width));
        var dy = Math.Max(0, Math.Max(Y, other.Y) - Math.Min(Y + Height, other.Y + other.Height));
        return Math.Sqrt((double)dx * dx + (double)dy * dy);
    }
}
