using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Makes the color channels of a piece of paper, at a size that suits the search for ink.</summary>
internal static class PaperChannels
{
    /// <summary>Crops the paper from the raster and resizes it. Pixels outside the paper get the median color of the paper.</summary>
    /// <returns>Red, green and blue, or one gray plane: each [height, width], 0 to 255.</returns>
    public static PixelPlane[] Of(ImageRaster raster, PaperRegion paper, PlaneSize size)
    {
        var channels = ColorPlanes.Of(raster, paper.Region, size.Width, size.Height);
        if (paper.Mask.Values.Contains(0)) foreach (var channel in channels) FillOutside(channel, paper.Mask);
        return [.. channels.Select(channel => channel.Enlarge(size.Factor))];
    }

    private static void FillOutside(PixelPlane channel, PixelPlane mask)
    {
        bool IsInside(int i) => mask[i % channel.Width * mask.Width / channel.Width, i / channel.Width * mask.Height / channel.Height] > 0;
        var paper = channel.Values.Where((_, i) => IsInside(i)).Order().ToArray();
        for (var i = 0; i < channel.Values.Length; i++)
            if (!IsInside(i)) channel.Values[i] = paper[paper.Length / 2];
    }
}
