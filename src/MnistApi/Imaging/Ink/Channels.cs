namespace MnistApi.Imaging.Ink;

/// <summary>A raster as planes of red, green and blue, 0 to 255, with transparent pixels laid on paper.</summary>
internal static class Channels
{
    private const byte Visible = 64;

    /// <summary>A rectangle of a raster, averaged over areas where it is longer than it may be.</summary>
    /// <returns>Red, green and blue; of a gray raster one plane alone.</returns>
    public static Plane[] Of(ImageRaster raster, InkBox region, int longerSide)
    {
        var ground = raster.Alpha is null ? 0 : GroundOf(raster);
        var scale = Math.Min(1, (double)longerSide / Math.Max(region.Width, region.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(region.Width * scale)), Math.Max(1, (int)Math.Round(region.Height * scale)));
        Plane[] channels = [.. Enumerable.Range(0, IsGray(raster) ? 1 : 3).Select(_ => new Plane(width, height))];
        var row = new float[channels.Length * region.Width];
        var (columns, rows) = (new Overlap(region.Width, width), new Overlap(region.Height, height));
        for (var y = 0; y < region.Height; y++)
        {
            ReadRow(raster, region, y, ground, channels.Length, row);
            for (var c = 0; c < channels.Length; c++) AddRow(row.AsSpan(c * region.Width, region.Width), columns, rows, y, channels[c]);
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

    private static void AddRow(ReadOnlySpan<float> row, Overlap columns, Overlap rows, int y, Plane plane)
    {
        var (target, share, rest) = rows.Of(y);
        for (var x = 0; x < row.Length; x++)
        {
            var (column, left, right) = columns.Of(x);
            Add(plane, column, target, row[x] * left * share);
            if (right > 0) Add(plane, column + 1, target, row[x] * right * share);
            if (rest > 0) Add(plane, column, target + 1, row[x] * left * rest);
            if (right > 0 && rest > 0) Add(plane, column + 1, target + 1, row[x] * right * rest);
        }
    }

    private static void Add(Plane plane, int x, int y, float value) => plane.Values[y * plane.Width + x] += value;

    /// <summary>Which of fewer and larger pixels each pixel falls on, and with what share of the larger one's area: one of them, or two.</summary>
    private sealed class Overlap(int from, int to)
    {
        private readonly (int Target, float Share, float Next)[] _shares = [.. Enumerable.Range(0, from).Select(i => Share(i, (double)to / from, to))];

        public (int Target, float Share, float Next) Of(int i) => _shares[i];

        private static (int Target, float Share, float Next) Share(int i, double scale, int to)
        {
            var (start, end) = (i * scale, (i + 1) * scale);
            var target = Math.Min((int)start, to - 1);
            var rest = target + 1 < to ? Math.Max(0, end - (target + 1)) : 0;
            return (target, (float)(end - start - rest), (float)rest);
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
