namespace MnistApi.Imaging.Ink;

/// <summary>A sheet's channels at a size that is good to work with; around the sheet is its own colour.</summary>
internal static class PageChannels
{
    /// <param name="raster">What the sheet is in.</param>
    /// <param name="longest">A longer side is averaged down to it.</param>
    /// <param name="shortest">A shorter one is enlarged by a whole factor, to at least that.</param>
    public static Plane[] Of(ImageRaster raster, Sheet sheet, int longest, int shortest)
    {
        var region = sheet.Region;
        var scale = Math.Min(1, (double)longest / region.LongerSide);
        var factor = region.LongerSide < shortest ? (shortest + region.LongerSide - 1) / region.LongerSide : 1;
        var channels = Channels.Of(raster, region, Math.Max(1, (int)Math.Round(region.Width * scale)), Math.Max(1, (int)Math.Round(region.Height * scale)));
        if (sheet.Mask.Values.Contains(0)) foreach (var channel in channels) CoverOutside(channel, sheet.Mask);
        return [.. channels.Select(channel => channel.Enlarge(factor))];
    }

    private static void CoverOutside(Plane channel, Plane mask)
    {
        bool IsInside(int i) => mask[i % channel.Width * mask.Width / channel.Width, i / channel.Width * mask.Height / channel.Height] > 0;
        var paper = channel.Values.Where((_, i) => IsInside(i)).Order().ToArray();
        for (var i = 0; i < channel.Values.Length; i++)
            if (!IsInside(i)) channel.Values[i] = paper[paper.Length / 2];
    }
}
