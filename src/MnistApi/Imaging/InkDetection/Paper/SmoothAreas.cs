using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Paper;

/// <summary>Finds connected areas of slowly changing color by flood fill.</summary>
internal static class SmoothAreas
{
    /// <summary>Divides an image into smooth areas.</summary>
    /// <param name="step">The greatest difference in levels between neighboring pixels of an area, in any channel.</param>
    /// <returns>The indexes of the pixels of each area.</returns>
    public static IReadOnlyList<List<int>> Of(PixelPlane[] channels, float step)
    {
        var (width, height) = (channels[0].Width, channels[0].Height);
        var seen = new bool[width * height];
        var areas = new List<List<int>>();
        var stack = new Stack<int>();
        for (var seed = 0; seed < seen.Length; seed++)
        {
            if (seen[seed]) continue;
            var area = new List<int>();
            seen[seed] = true;
            stack.Push(seed);
            while (stack.TryPop(out var i))
            {
                area.Add(i);
                var (x, y) = (i % width, i / width);
                if (x > 0) Visit(i, i - 1);
                if (x < width - 1) Visit(i, i + 1);
                if (y > 0) Visit(i, i - width);
                if (y < height - 1) Visit(i, i + width);
            }

            areas.Add(area);
        }

        return areas;

        void Visit(int i, int next)
        {
            if (seen[next]) return;
            foreach (var channel in channels)
                if (Math.Abs(channel.Values[i] - channel.Values[next]) > step) return;
            seen[next] = true;
            stack.Push(next);
        }
    }

    /// <summary>Fills the holes of a mask.</summary>
    /// <param name="mask">[height, width]: above 0 inside.</param>
    /// <returns>[height, width], 0 or 1.</returns>
    public static PixelPlane Fill(PixelPlane mask)
    {
        var filled = mask.Memory.Filled(mask.Width, mask.Height, 1);
        Span<float> values = filled.Values, inside = mask.Values;
        var stack = new Stack<int>();
        for (var i = 0; i < values.Length; i++)
            if (IsAtEdge(i, mask.Width, mask.Height)) stack.Push(i);
        while (stack.TryPop(out var i))
        {
            if (inside[i] > 0 || values[i] == 0) continue;
            values[i] = 0;
            foreach (var next in Neighbors(i, mask.Width, mask.Height)) stack.Push(next);
        }

        return filled;
    }

    /// <summary>Whether the pixel with an index is at the edge of the image.</summary>
    public static bool IsAtEdge(int i, int width, int height) =>
        i % width == 0 || i % width == width - 1 || i / width == 0 || i / width == height - 1;

    private static IEnumerable<int> Neighbors(int i, int width, int height)
    {
        if (i % width > 0) yield return i - 1;
        if (i % width < width - 1) yield return i + 1;
        if (i >= width) yield return i - width;
        if (i < width * (height - 1)) yield return i + width;
    }
}
