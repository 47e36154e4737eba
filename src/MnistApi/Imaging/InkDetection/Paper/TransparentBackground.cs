namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Chooses the gray level of the background that transparent pixels are blended with.</summary>
internal static class TransparentBackground
{
    private const byte VisibleAlpha = 64;   // least alpha of a visible pixel
    private const float MinSpread = 24;     // gray levels
    private const double LowQuantile = 0.02, HighQuantile = 0.98;
    private const float White = 255, Black = 0, MiddleGray = 128;

    /// <summary>
    /// Chooses the background. If most of the border of the visible part is visible, that border is paper and gives the level. Otherwise,
    /// the transparent pixels are the paper: white under dark ink and black under light ink.
    /// </summary>
    /// <returns>The gray level, 0 to 255; white if the image has no transparent or no visible pixels.</returns>
    public static float Of(ImageRaster raster)
    {
        if (raster.Alpha is null || VisiblePart(raster) is not { } box) return White;
        var (content, border, borderLength) = (new List<float>(), new List<float>(), 0);
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            for (var x = box.X; x < box.X + box.Width; x++)
            {
                var isBorder = x == box.X || y == box.Y || x == box.X + box.Width - 1 || y == box.Y + box.Height - 1;
                if (isBorder) borderLength++;
                var i = y * raster.Width + x;
                if (raster.Alpha[i] < VisibleAlpha) continue;
                content.Add(LumaOf(raster, i));
                if (isBorder) border.Add(LumaOf(raster, i));
            }
        }

        content.Sort();
        border.Sort();
        var spread = content[(int)(HighQuantile * (content.Count - 1))] - content[(int)(LowQuantile * (content.Count - 1))];
        if (2 * border.Count > borderLength && spread > MinSpread) return border[border.Count / 2];
        return content[content.Count / 2] < MiddleGray ? White : Black;
    }

    /// <summary>Returns the bounding box of the visible pixels; null if there are none.</summary>
    private static InkBox? VisiblePart(ImageRaster raster)
    {
        int left = raster.Width, top = raster.Height, right = -1, bottom = -1;
        for (var i = 0; i < raster.Alpha!.Length; i++)
        {
            if (raster.Alpha[i] < VisibleAlpha) continue;
            var (x, y) = (i % raster.Width, i / raster.Width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        }

        return right < 0 ? null : new InkBox(left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>Computes luma (ITU-R BT.601), 0 to 255.</summary>
    private static float LumaOf(ImageRaster raster, int i)
    {
        var (red, green, blue) = raster.ColorOf(i);
        return 0.299f * red + 0.587f * green + 0.114f * blue;
    }
}
