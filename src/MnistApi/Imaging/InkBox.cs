namespace MnistApi.Imaging;

/// <summary>The smallest rectangle that holds all ink of an image, in its pixels.</summary>
internal sealed record InkBox(int X, int Y, int Width, int Height)
{
    /// <summary>The box of everything above 0; null of nothing.</summary>
    /// <param name="ink">[height, width] row by row.</param>
    public static InkBox? Of(ReadOnlySpan<byte> ink, int width)
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

        return right < 0 ? null : new InkBox(left, top, right - left + 1, bottom - top + 1);
    }
}
