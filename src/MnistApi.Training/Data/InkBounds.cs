namespace MnistApi.Training.Data;

/// <summary>The smallest rectangle that holds all ink of a raster, in pixels.</summary>
/// <param name="Left">From 0.</param>
/// <param name="Top">From 0.</param>
/// <param name="Width">0 of none.</param>
/// <param name="Height">0 of none.</param>
public readonly record struct InkBounds(int Left, int Top, int Width, int Height)
{
    /// <summary>Whether there is no ink.</summary>
    public bool IsEmpty => Width == 0;

    /// <summary>The rectangle of everything above 0.</summary>
    /// <param name="ink">[height, width] row by row.</param>
    /// <param name="width">Of the raster, at least 1.</param>
    public static InkBounds Of(ReadOnlySpan<byte> ink, int width)
    {
        int left = width, right = -1, top = -1, bottom = -1;
        for (var y = 0; y < ink.Length / width; y++)
        {
            var row = ink.Slice(y * width, width);
            var first = row.IndexOfAnyExcept((byte)0);
            if (first < 0) continue;

            left = Math.Min(left, first);
            right = Math.Max(right, row.LastIndexOfAnyExcept((byte)0));
            top = top < 0 ? y : top;
            bottom = y;
        }

        return right < 0 ? default : new InkBounds(left, top, right - left + 1, bottom - top + 1);
    }
}
