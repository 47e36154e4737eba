namespace MnistApi.Imaging.Ink;

/// <summary>A raster as planes of red, green and blue, 0 to 255, with transparent pixels laid on paper.</summary>
internal static class Channels
{
    private const byte Visible = 64;

    /// <summary>A rectangle of a raster in another size: averaged over areas where it becomes smaller, repeated where larger.</summary>
    /// <returns>Red, green and blue; of a gray raster one plane alone.</returns>
    public static Plane[] Of(ImageRaster raster, InkBox region, int width, int height)
    {
        var ground = raster.Alpha is null ? 0 : GroundOf(raster);
        Plane[] channels = [.. Enumerable.Range(0, IsGray(raster) ? 1 : 3).Select(_ => new Plane(width, height))];
        var row = new float[channels.Length * region.Width];
        for (var y = 0; y < region.Height; y++)
        {
            ReadRow(raster, region, y, ground, channels.Length, row);
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

    /// <summary>[channels, width]: a row laid on the ground.</summary>
    private static void ReadRow(ImageRaster raster, InkBox region, int y, float ground, int channels, Span<float> row)
    {
        for (var x = 0; x < region.Width; x++)
        {
            var i = (region.Y + y) * raster.Width + region.X + x;
            var alpha = raster.Alpha?[i] ?? 255;
            for (var c = 0; c < channels; c++)
                row[c * region.Width + x] = alpha == 255 ? raster.Rgb[3 * i + c] : (raster.Rgb[3 * i + c] * alpha + ground * (255 - alpha)) / 255;
        }
    }

    /// <summary>Adds a row's pixels to those they overlap, by the area of the overlap.</summary>
    private static void AddRow(ReadOnlySpan<float> row, int y, InkBox region, Plane plane)
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

    /// <summary>
    /// What transparency stands for. Where the edge of the image's visible part is mostly visible, that edge is paper, and transparent pixels are as it
    /// is. Where it is not, transparency itself is the paper: white under dark ink, black under light.
    /// </summary>
    private static float GroundOf(ImageRaster raster)
    {
        if (VisiblePart(raster) is not { } box) return 255;
        var content = new List<float>();
        var edge = new List<float>();
        var edgeLength = 0;
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            for (var x = box.X; x < box.X + box.Width; x++)
            {
                var isEdge = x == box.X || y == box.Y || x == box.X + box.Width - 1 || y == box.Y + box.Height - 1;
                if (isEdge) edgeLength++;
                var i = y * raster.Width + x;
                if (raster.Alpha![i] < Visible) continue;
                content.Add(Luma(raster, i));
                if (isEdge) edge.Add(Luma(raster, i));
            }
        }

        content.Sort();
        edge.Sort();
        var spread = content[(int)(0.98 * (content.Count - 1))] - content[(int)(0.02 * (content.Count - 1))];
        if (2 * edge.Count > edgeLength && spread > 24) return edge[edge.Count / 2];
        return content[content.Count / 2] < 128 ? 255 : 0;
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

    private static float Luma(ImageRaster raster, int i) => 0.299f * raster.Rgb[3 * i] + 0.587f * raster.Rgb[3 * i + 1] + 0.114f * raster.Rgb[3 * i + 2];
}
