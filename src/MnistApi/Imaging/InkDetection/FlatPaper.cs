namespace MnistApi.Imaging.InkDetection;

/// <summary>
/// Paper that has the same gray level everywhere, as in a drawing. It is recognized from the bytes of the raster, before anything is
/// computed for each pixel.
/// </summary>
/// <param name="Level">The level of the paper, 0 to 255.</param>
/// <param name="Ink">The bounding box of everything else, in pixels of the raster; null if the page is blank.</param>
internal sealed record FlatPaper(byte Level, InkBox? Ink)
{
    /// <summary>The greatest difference from the level on the paper. JPEG changes an even background by about as much.</summary>
    private const int Tolerance = 4;

    /// <summary>Recognizes flat paper.</summary>
    /// <param name="region">The part of the raster to look at. All pixels at its edge must be paper.</param>
    /// <returns>The paper; null if the region has other paper, or colored or transparent paper.</returns>
    public static FlatPaper? Find(ImageRaster raster, InkBox region)
    {
        if (raster.Alpha is not null) return null;
        var level = Row(raster, region, 0)[0];
        var (low, high) = ((byte)Math.Max(0, level - Tolerance), (byte)Math.Min(255, level + Tolerance));
        int left = region.Width, right = -1, top = region.Height, bottom = -1;
        for (var y = 0; y < region.Height; y++)
        {
            var row = Row(raster, region, y);
            var first = row.IndexOfAnyExceptInRange(low, high);
            if (first < 0) continue;
            (top, bottom) = (Math.Min(top, y), y);
            var last = row.LastIndexOfAnyExceptInRange(low, high);
            (left, right) = (Math.Min(left, first / raster.Channels), Math.Max(right, last / raster.Channels));
        }

        if (bottom < 0) return new FlatPaper(level, null);
        if (left == 0 || top == 0 || right == region.Width - 1 || bottom == region.Height - 1) return null;
        return new FlatPaper(level, new InkBox(region.X + left, region.Y + top, right - left + 1, bottom - top + 1));
    }

    private static ReadOnlySpan<byte> Row(ImageRaster raster, InkBox region, int y) =>
        raster.Samples.AsSpan(raster.Channels * ((region.Y + y) * raster.Width + region.X), raster.Channels * region.Width);
}
