namespace MnistApi.Imaging.Ink;

/// <summary>Connected areas whose colour changes only slowly.</summary>
internal static class SmoothAreas
{
    /// <summary>The pixels of each area.</summary>
    /// <param name="step">Levels that neighbours may differ by in any channel.</param>
    public static IReadOnlyList<List<int>> Of(IReadOnlyList<Plane> channels, float step)
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
                foreach (var next in Neighbours(i, width, height))
                {
                    if (seen[next] || channels.Any(channel => Math.Abs(channel.Values[i] - channel.Values[next]) > step)) continue;
                    seen[next] = true;
                    stack.Push(next);
                }
            }

            areas.Add(area);
        }

        return areas;
    }

    /// <summary>A mask with everything it encloses.</summary>
    public static Plane Fill(Plane mask)
    {
        var filled = mask.Select(_ => 1);
        var stack = new Stack<int>();
        for (var i = 0; i < mask.Values.Length; i++)
            if (i % mask.Width == 0 || i % mask.Width == mask.Width - 1 || i / mask.Width == 0 || i / mask.Width == mask.Height - 1) stack.Push(i);
        while (stack.TryPop(out var i))
        {
            if (mask.Values[i] > 0 || filled.Values[i] == 0) continue;
            filled.Values[i] = 0;
            foreach (var next in Neighbours(i, mask.Width, mask.Height)) stack.Push(next);
        }

        return filled;
    }

    private static IEnumerable<int> Neighbours(int i, int width, int height)
    {
        if (i % width > 0) yield return i - 1;
        if (i % width < width - 1) yield return i + 1;
        if (i >= width) yield return i - width;
        if (i < width * (height - 1)) yield return i + width;
    }
}
