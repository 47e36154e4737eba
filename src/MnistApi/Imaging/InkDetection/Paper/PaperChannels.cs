using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Takes the color channels of a region of paper at a size that suits the search for ink.</summary>
internal static class PaperChannels
{
    /// <summary>Pixels outside the paper get the median color of the paper.</summary>
    /// <param name="longest">A longer side is averaged down to this length.</param>
    /// <param name="shortest">If the longer side is shorter than this, it is enlarged by a whole factor to at least this length.</param>
    public static PixelPlane[] Of(ImageRaster raster, PaperRegion paper, int longest, int shortest)
    {
        var region = paper.Region;
        var scale = Math.Min(1, (double)longest / region.LongerSide);
        var factor = region.LongerSide < shortest ? (shortest + region.LongerSide - 1) / region.LongerSide : 1;
        var (width, height) = (Math.Max(1, (int)Math.Round(region.Width * scale)), Math.Max(1, (int)Math.Round(region.Height * scale)));
        var channels = ColorPlanes.Of(raster, region, width, height);
        if (paper.Mask.Values.Contains(0)) foreach (var channel in channels) CoverOutside(channel, paper.Mask);
        return [.. channels.Select(channel => channel.Enlarge(factor))];
    }

    private static void CoverOutside(PixelPlane channel, PixelPlane mask)
    {
        bool IsInside(int i) => mask[i % channel.Width * mask.Width / channel.Width, i / channel.Width * mask.Height / channel.Height] > 0;
        var paper = channel.Values.Where((_, i) => IsInside(i)).Order().ToArray();
        for (var i = 0; i < channel.Values.Length; i++)
            if (!IsInside(i)) channel.Values[i] = paper[paper.Length / 2];
    }
}
