using System.Runtime.InteropServices;
using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Makes the color channels of a piece of paper, at a size that suits the search for ink.</summary>
internal static class PaperChannels
{
    /// <summary>Crops the paper from the raster and resizes it. Pixels outside the paper get the median color of the paper.</summary>
    /// <returns>Red, green and blue, or one gray plane: each [height, width], 0 to 255.</returns>
    public static PixelPlane[] Of(ImageRaster raster, PaperRegion paper, PlaneSize size, PlaneMemory memory)
    {
        var channels = ColorPlanes.Of(raster, paper.Region, size.Width, size.Height, memory);
        if (paper.Mask is { } mask && mask.Values.Contains(0)) foreach (var channel in channels) FillOutside(channel, mask);
        return [.. channels.Select(channel => channel.Enlarge(size.Factor))];
    }

    private static void FillOutside(PixelPlane channel, PixelPlane mask)
    {
        bool IsInside(int i) => mask[i % channel.Width * mask.Width / channel.Width, i / channel.Width * mask.Height / channel.Height] > 0;
        var values = channel.Values;
        var paper = new List<float>(values.Length);
        for (var i = 0; i < values.Length; i++)
            if (IsInside(i)) paper.Add(values[i]);
        var median = OrderStatistic.Median(CollectionsMarshal.AsSpan(paper));
        for (var i = 0; i < values.Length; i++)
            if (!IsInside(i)) values[i] = median;
    }
}
