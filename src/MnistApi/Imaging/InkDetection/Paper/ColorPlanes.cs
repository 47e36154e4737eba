using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Makes color planes, 0 to 255, from a raster. Transparent pixels are blended with the background.</summary>
internal static class ColorPlanes
{
    /// <summary>
    /// Resizes a rectangle of a raster by area averaging: a smaller result averages pixels, and a larger result repeats them.
    /// </summary>
    /// <param name="region">The rectangle, in pixels of the raster.</param>
    /// <param name="width">The width of the planes in pixels.</param>
    /// <param name="height">The height of the planes in pixels.</param>
    /// <returns>Red, green and blue planes; one gray plane if every pixel is gray.</returns>
    public static PixelPlane[] Of(ImageRaster raster, InkBox region, int width, int height)
    {
        var background = TransparentBackground.Of(raster);
        PixelPlane[] channels = [.. Enumerable.Range(0, IsGray(raster) ? 1 : 3).Select(_ => new PixelPlane(width, height))];
        var row = new float[channels.Length * region.Width];
        for (var y = 0; y < region.Height; y++)
        {
            ReadRow(raster, region, y, background, channels.Length, row);
            for (var c = 0; c < channels.Length; c++) AddRow(row.AsSpan(c * region.Width, region.Width), y, region, channels[c]);
        }

        return channels;
    }

    private static bool IsGray(ImageRaster raster)
    {
        for (var i = 0; i < raster.Rgb.Length; i += 3)
            if (raster.Rgb[i] != raster.Rgb[i + 1] || raster.Rgb[i] != raster.Rgb[i + 2]) return false;
        return true;
    }

    /// <summary>Reads a row as [channels, width], blended with the background.</summary>
    private static void ReadRow(ImageRaster raster, InkBox region, int y, float background, int channels, Span<float> row)
    {
        for (var x = 0; x < region.Width; x++)
        {
            var i = (region.Y + y) * raster.Width + region.X + x;
            var alpha = raster.Alpha?[i] ?? 255;
            for (var c = 0; c < channels; c++)
            {
                var level = raster.Rgb[3 * i + c];
                row[c * region.Width + x] = alpha == 255 ? level : (level * alpha + background * (255 - alpha)) / 255;
            }
        }
    }

    /// <summary>Adds the pixels of a row to the pixels of the plane that they overlap, weighted by the area of the overlap.</summary>
    private static void AddRow(ReadOnlySpan<float> row, int y, InkBox region, PixelPlane plane)
    {
        double scaleX = (double)plane.Width / region.Width, scaleY = (double)plane.Height / region.Height;
        double top = y * scaleY, bottom = Math.Min(top + scaleY, plane.Height);
        for (var targetY = (int)top; targetY < bottom; targetY++)
        {
            var height = Math.Min(targetY + 1, bottom) - Math.Max(targetY, top);
            var target = plane.Values.AsSpan(targetY * plane.Width, plane.Width);
            for (var x = 0; x < row.Length; x++)
            {
                double left = x * scaleX, right = Math.Min(left + scaleX, plane.Width);
                for (var targetX = (int)left; targetX < right; targetX++)
                    target[targetX] += (float)(row[x] * height * (Math.Min(targetX + 1, right) - Math.Max(targetX, left)));
            }
        }
    }
}
