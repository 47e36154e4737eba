namespace MnistApi.Imaging;

/// <summary>What the ink of an image is on.</summary>
/// <param name="Gray">0 (black) to 255 (white).</param>
/// <param name="IsLight">Whether the ink is darker than the paper.</param>
internal readonly record struct Paper(byte Gray, bool IsLight)
{
    /// <summary>Levels closer together than this are paper and its noise, not paper and ink.</summary>
    public const double MinimumContrast = 24;

    private const byte Visible = 64;

    /// <summary>
    /// Paper is what surrounds the ink. Where the edge of the image's visible part is mostly visible, the edge is paper, and
    /// transparent pixels are as the edge. Where it is not, or nothing stands out from it, transparency itself is the paper.
    /// </summary>
    public static Paper Of(ImageRaster raster, byte[] gray)
    {
        if (VisiblePart(raster) is not { } box) return new Paper(Gray: 0, IsLight: false);

        Histogram content = new(), edge = new();
        var edgeLength = 0;
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            for (var x = box.X; x < box.X + box.Width; x++)
            {
                var isEdge = x == box.X || y == box.Y || x == box.X + box.Width - 1 || y == box.Y + box.Height - 1;
                if (isEdge) edgeLength++;
                var i = y * raster.Width + x;
                if (raster.Alpha?[i] < Visible) continue;

                content.Add(gray[i]);
                if (isEdge) edge.Add(gray[i]);
            }
        }

        return Of(content, edge, isEdgeVisible: 2 * edge.Total > edgeLength, isOpaque: raster.Alpha is null);
    }

    private static InkBox? VisiblePart(ImageRaster raster) => raster.Alpha is null
        ? new InkBox(0, 0, raster.Width, raster.Height)
        : InkBox.Of([.. raster.Alpha.Select(alpha => alpha >= Visible ? (byte)1 : (byte)0)], raster.Width);

    private static Paper Of(Histogram content, Histogram edge, bool isEdgeVisible, bool isOpaque)
    {
        var split = content.Otsu();
        var median = edge.Median();
        if (isEdgeVisible && split.Contrast >= MinimumContrast) return new Paper(median, IsLight: median > split.Threshold);
        if (isOpaque) return new Paper(median, IsLight: median >= 128);
        return content.Median() < 128 ? new Paper(Gray: 255, IsLight: true) : new Paper(Gray: 0, IsLight: false);
    }
}
