using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Tests.Imaging.InkDetection.Planes;

public sealed class PlaneFiltersTests
{
    /// <summary>
    /// Width, height and radius: vectors and their remainders, windows of one and many powers of two, and larger than the plane.
    /// </summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 9, 2 }, { 9, 1, 2 }, { 7, 5, 1 }, { 8, 8, 3 }, { 17, 11, 4 }, { 40, 23, 5 }, { 33, 40, 12 }, { 16, 16, 20 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_mean_repeats_the_pixels_at_the_edge(int width, int height, int radius)
    {
        using var memory = new PlaneMemory();
        var plane = Random(memory, width, height);

        var mean = plane.Mean(radius);

        ForEachPixel(plane, (x, y) => Assert.Equal(WindowAt(plane, x, y, radius, clamp: true).Average(), mean[x, y], 1e-4f));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_extremes_are_those_of_the_pixels_in_the_window(int width, int height, int radius)
    {
        using var memory = new PlaneMemory();
        var plane = Random(memory, width, height);

        var (largest, smallest) = (plane.Maximum(radius), plane.Minimum(radius));

        ForEachPixel(plane, (x, y) =>
        {
            Assert.Equal(WindowAt(plane, x, y, radius, clamp: false).Max(), largest[x, y]);
            Assert.Equal(WindowAt(plane, x, y, radius, clamp: false).Min(), smallest[x, y]);
        });
    }

    private static PixelPlane Random(PlaneMemory memory, int width, int height)
    {
        var random = new Random(width * height);
        var plane = memory.Uninitialized(width, height);
        foreach (ref var value in plane.Values) value = random.NextSingle();
        return plane;
    }

    private static void ForEachPixel(PixelPlane plane, Action<int, int> check)
    {
        for (var y = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++) check(x, y);
    }

    /// <param name="clamp">Whether a pixel outside the plane is the nearest one inside, or missing.</param>
    private static IEnumerable<float> WindowAt(PixelPlane plane, int x, int y, int radius, bool clamp)
    {
        for (var row = y - radius; row <= y + radius; row++)
            for (var column = x - radius; column <= x + radius; column++)
                if (clamp || plane.IsWithin(column, row))
                    yield return plane[Math.Clamp(column, 0, plane.Width - 1), Math.Clamp(row, 0, plane.Height - 1)];
    }
}
