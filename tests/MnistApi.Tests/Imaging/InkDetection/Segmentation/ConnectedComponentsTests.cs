using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.InkDetection.Segmentation;

namespace MnistApi.Tests.Imaging.InkDetection.Segmentation;

public sealed class ConnectedComponentsTests
{
    private static readonly InkThreshold Threshold = new(High: 0.8f, Low: 0.4f, StrokeDarkness: 1);

    [Theory]
    [InlineData(1, 30)]
    [InlineData(30, 1)]
    [InlineData(40, 31)]
    public void A_component_has_the_faint_and_dark_pixels_that_are_connected_with_a_dark_one(int width, int height)
    {
        using var memory = new PlaneMemory();
        var darkness = memory.Uninitialized(width, height);
        var random = new Random(5);
        foreach (ref var value in darkness.Values) value = random.Next(10) switch { 0 => 0.9f, < 4 => 0.5f, _ => 0.1f };

        var components = ConnectedComponents.Of(darkness, Threshold);

        var expected = Components(darkness);
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, components.Items.Count);
        for (var n = 0; n < expected.Count; n++)
        {
            var (pixels, item) = (expected[n], components.Items[n]);
            Assert.Equal(pixels.Count, item.Area);
            Assert.All(pixels, i => Assert.Equal(n + 1, components.Labels[i]));
            Assert.Equal(pixels.Count(i => IsAtEdge(i % width, i / width, width, height)), item.EdgePixels);
            Assert.Equal((pixels.Min(i => i % width), pixels.Min(i => i / width)), (item.Box.X, item.Box.Y));
            Assert.Equal(pixels.Max(i => i % width), item.Box.X + item.Box.Width - 1);
            Assert.Equal(pixels.Max(i => i / width), item.Box.Y + item.Box.Height - 1);
            Assert.Equal(pixels.Average(i => darkness[i % width, i / width]), item.Darkness, 1e-5f);
        }

        Assert.Equal(expected.Sum(pixels => pixels.Count), components.Labels.ToArray().Count(label => label > 0));
    }

    private static bool IsAtEdge(int x, int y, int width, int height) => x == 0 || y == 0 || x == width - 1 || y == height - 1;

    /// <summary>Returns the indexes of the pixels of each component, in the order of their first dark pixels.</summary>
    private static List<HashSet<int>> Components(PixelPlane darkness)
    {
        var components = new List<HashSet<int>>();
        for (var seed = 0; seed < darkness.Width * darkness.Height; seed++)
        {
            if (DarknessOf(seed) < Threshold.High || components.Exists(component => component.Contains(seed))) continue;
            var component = new HashSet<int> { seed };
            var open = new Queue<int>([seed]);
            while (open.TryDequeue(out var i))
                foreach (var near in Neighbors(i)) if (DarknessOf(near) >= Threshold.Low && component.Add(near)) open.Enqueue(near);
            components.Add(component);
        }

        return components;

        float DarknessOf(int i) => darkness[i % darkness.Width, i / darkness.Width];

        IEnumerable<int> Neighbors(int i) =>
            from y in Enumerable.Range(i / darkness.Width - 1, 3)
            from x in Enumerable.Range(i % darkness.Width - 1, 3)
            where darkness.IsWithin(x, y)
            select y * darkness.Width + x;
    }
}
