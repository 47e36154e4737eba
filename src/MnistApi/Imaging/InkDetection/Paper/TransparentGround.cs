namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Decides which level transparent pixels stand for.</summary>
internal static class TransparentGround
{
    private const byte Visible = 64;                        // alpha from which a pixel counts as visible
    private const float LeastSpread = 24;                   // levels
    private const double LowQuantile = 0.02, HighQuantile = 0.98;
    private const float White = 255, Black = 0, MiddleGray = 128;

    /// <summary>
    /// The level of the paper under transparent pixels, 0 to 255. If the edge of the visible part is mostly visible, that edge is paper,
    /// and transparent pixels get its level. Otherwise transparency itself is the paper: white under dark ink, black under light ink.
    /// </summary>
    public static float Of(ImageRaster raster)
    {
        if (raster.Alpha is null || VisiblePart(raster) is not { } box) return White;
        var (content, edge, edgeLength) = (new List<float>(), new List<float>(), 0);
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            for (var x = box.X; x < box.X + box.Width; x++)
            {
                var isEdge = x == box.X || y == box.Y || x == box.X + box.Width - 1 || y == box.Y + box.Height - 1;
                if (isEdge) edgeLength++;
                var i = y * raster.Width + x;
                if (raster.Alpha[i] < Visible) continue;
                content.Add(LumaOf(raster, i));
                if (isEdge) edge.Add(LumaOf(raster, i));
            }
        }

        content.Sort();
        edge.Sort();
        var spread = content[(int)(HighQuantile * (content.Count - 1))] - content[(int)(LowQuantile * (content.Count - 1))];
        if (2 * edge.Count > edgeLength && spread > LeastSpread) return edge[edge.Count / 2];
        return content[content.Count / 2] < MiddleGray ? White : Black;
    }

    private static InkBox? VisiblePart(ImageRaster raster)
    {
        int left = raster.Width, top = raster.Height, right = -1, bottom = -1;
        for (var i = 0; i < raster.Alpha!.Length; i++)
        {
            if (raster.Alpha[i] < Visible) continue;
            var (x, y) = (i % raster.Width, i / raster.Width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        }

        return right < 0 ? null : new InkBox(left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>Rec. 601.</summary>
    private static float LumaOf(ImageRaster raster, int i) =>
        0.299f * raster.Rgb[3 * i] + 0.587f * raster.Rgb[3 * i + 1] + 0.114f * raster.Rgb[3 * i + 2];
}
