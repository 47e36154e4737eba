namespace MnistApi.Training.Data;

/// <summary>The smallest rectangle that contains all ink of a raster, in pixels.</summary>
/// <param name="Left">The first column with ink, from 0.</param>
/// <param name="Top">The first row with ink, from 0.</param>
/// <param name="Width">0 if there is no ink.</param>
/// <param name="Height">0 if there is no ink.</param>
public readonly record struct InkBounds(int Left, int Top, int Width, int Height)
{
    /// <summary>Whether there is no ink.</summary>
    public bool IsEmpty => Width == 0;

    /// <summary>Finds the rectangle of a raster.</summary>
    /// <param name="ink">[height, width] row by row. Every pixel above 0 is ink.</param>
    /// <param name="width">Width of the raster, at least 1.</param>
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
