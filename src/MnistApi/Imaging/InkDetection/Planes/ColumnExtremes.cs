namespace MnistApi.Imaging.InkDetection.Planes;

/// <summary>
/// Computes the largest or smallest value around each pixel in its column, with three comparisons for each pixel (van Herk, "A fast
/// algorithm for local minimum and maximum filters on rectangular and octagonal kernels", 1992). A window is the end of one block of rows
/// and the start of the next.
/// </summary>
internal static class ColumnExtremes
{
    /// <summary>Computes the extreme in a window of 2 * radius + 1 pixels.</summary>
    public static PixelPlane Of<TExtreme>(PixelPlane plane, int radius) where TExtreme : IExtreme
    {
        var (width, height, block) = (plane.Width, plane.Height, 2 * radius + 1);
        using var starts = plane.Memory.Uninitialized(width, height); // from the start of the block to the row
        for (var y = 0; y < height; y++)
        {
            if (y % block == 0) plane.Row(y).CopyTo(starts.Row(y));
            else RowExtreme.Of<TExtreme>(starts.Row(y - 1), plane.Row(y), starts.Row(y));
        }

        using var ends = plane.Memory.Uninitialized(width, height); // from the row to the end of the block
        for (var y = height - 1; y >= 0; y--)
        {
            if (y == height - 1 || y % block == block - 1) plane.Row(y).CopyTo(ends.Row(y));
            else RowExtreme.Of<TExtreme>(ends.Row(y + 1), plane.Row(y), ends.Row(y));
        }

        var result = plane.Memory.Uninitialized(width, height);
        for (var y = 0; y < height; y++)
        {
            var (first, last) = (Math.Max(0, y - radius), Math.Min(height - 1, y + radius));
            if (first / block != last / block) RowExtreme.Of<TExtreme>(ends.Row(first), starts.Row(last), result.Row(y));
            else (first % block == 0 ? starts.Row(last) : ends.Row(first)).CopyTo(result.Row(y)); // The edge cuts off the window.
        }

        return result;
    }
}
