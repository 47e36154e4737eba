using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>The bounding box of ink or of a region, in pixels.</summary>
/// <param name="X">The left edge.</param>
/// <param name="Y">The top edge.</param>
/// <param name="Width">The width, at least 1.</param>
/// <param name="Height">The height, at least 1.</param>
internal sealed record InkBox(int X, int Y, int Width, int Height)
{
    public int LongerSide => Math.Max(Width, Height);

    /// <summary>Returns the bounding box of all pixels above 0; null if there are none.</summary>
    /// <param name="ink">[height, width], row by row.</param>
    /// <param name="width">The width of the image in pixels.</param>
    public static InkBox? Of(ReadOnlySpan<byte> ink, int width)
    {
        var bounds = InkBounds.Of(ink, width);
        return bounds.IsEmpty ? null : new InkBox(bounds.Left, bounds.Top, bounds.Width, bounds.Height);
    }

    /// <summary>Returns the smallest box that contains both boxes.</summary>
    public InkBox Union(InkBox other)
    {
        var (x, y) = (Math.Min(X, other.X), Math.Min(Y, other.Y));
        return new InkBox(x, y, Math.Max(X + Width, other.X + other.Width) - x, Math.Max(Y + Height, other.Y + other.Height) - y);
    }

    /// <summary>Returns the box with a margin on each side, as far as the bounds allow.</summary>
    public InkBox Grow(int margin, InkBox bounds)
    {
        var (left, top) = (Math.Max(bounds.X, X - margin), Math.Max(bounds.Y, Y - margin));
        var right = Math.Min(bounds.X + bounds.Width, X + Width + margin);
        var bottom = Math.Min(bounds.Y + bounds.Height, Y + Height + margin);
        return new InkBox(left, top, right - left, bottom - top);
    }

    /// <summary>Computes the Euclidean distance between two boxes in pixels; 0 if they overlap or touch.</summary>
    public double GapTo(InkBox other)
    {
        var dx = Math.Max(0, Math.Max(X, other.X) - Math.Min(X + Width, other.X + other.Width));
        var dy = Math.Max(0, Math.Max(Y, other.Y) - Math.Min(Y + Height, other.Y + other.Height));
        return Math.Sqrt((double)dx * dx + (double)dy * dy);
    }
}
