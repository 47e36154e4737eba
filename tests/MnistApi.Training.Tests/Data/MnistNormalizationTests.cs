using MnistApi.Training.Data;

namespace MnistApi.Training.Tests.Data;

public sealed class MnistNormalizationTests
{
    [Fact]
    public void Blank_paper_stays_blank()
    {
        var image = MnistNormalization.Normalize(new byte[40 * 30], width: 40, height: 30);

        Assert.Equal(new byte[784], image);
    }

    [Theory]
    [InlineData(60, 120)]
    [InlineData(200, 33)]
    [InlineData(9, 4)]
    [InlineData(1, 1)]
    public void The_longer_side_of_the_ink_becomes_20_pixels_and_the_shorter_follows(int inkWidth, int inkHeight)
    {
        var raster = Raster(300, 300, left: 17, top: 41, inkWidth, inkHeight);

        var image = MnistNormalization.Normalize(raster, 300, 300);

        var scale = 20f / Math.Max(inkWidth, inkHeight);
        Assert.Equal(255f * inkWidth * scale * inkHeight * scale, image.Sum(pixel => (float)pixel), tolerance: 60f);
        Assert.InRange(LitColumns(image), MathF.Floor(inkWidth * scale), MathF.Ceiling(inkWidth * scale) + 1);
        Assert.InRange(LitRows(image), MathF.Floor(inkHeight * scale), MathF.Ceiling(inkHeight * scale) + 1);
    }

    [Fact]
    public void Ink_keeps_its_gray_and_its_edges_become_gray()
    {
        var raster = Raster(100, 100, left: 10, top: 10, inkWidth: 50, inkHeight: 100 - 10, gray: 200);

        var image = MnistNormalization.Normalize(raster, 100, 100);

        Assert.Equal(200, image.Max());
        // 50 of 90 pixels wide is 11.11 of 20: eleven whole columns, and 0.11 of one at the edge.
        Assert.Equal([0, 22, 200], image.Distinct().Order().ToArray());
    }

    [Fact]
    public void Where_the_ink_was_does_not_matter()
    {
        var near = MnistNormalization.Normalize(Corner(left: 0, top: 0, size: 60), 60, 60);

        var far = MnistNormalization.Normalize(Corner(left: 133, top: 71, size: 200), 200, 200);

        Assert.Equal(near, far);
    }

    [Fact]
    public void The_center_of_mass_comes_within_half_a_pixel_of_the_center()
    {
        var image = MnistNormalization.Normalize(Corner(left: 5, top: 9, size: 80), 80, 80);

        var (x, y) = CenterOfMass(image);
        Assert.InRange(x, 13.5f, 14.5f);
        Assert.InRange(y, 13.5f, 14.5f);
    }

    [Fact]
    public void No_ink_is_lost_where_its_mass_is_all_at_one_end()
    {
        // A hammer: a head of 20x30 at the left, and a handle one pixel high. Centred by mass, the handle would leave the image.
        var raster = Raster(100, 30, left: 0, top: 0, inkWidth: 20, inkHeight: 30);
        raster.AsSpan(15 * 100, 100).Fill(255);

        var image = MnistNormalization.Normalize(raster, 100, 30);

        Assert.Equal(
            Enumerable.Range(8, 20),
            image.Select((pixel, i) => (pixel, X: i % 28)).Where(at => at.pixel > 0).Select(at => at.X).Distinct().Order());
        Assert.Equal(raster.Sum(pixel => (float)pixel) / 25, image.Sum(pixel => (float)pixel), tolerance: 60f);
    }

    [Fact]
    public void MNISTs_own_images_are_normalized_to_themselves()
    {
        var mnist = RealMnist.Dataset.Training;

        var same = Enumerable.Range(0, mnist.Count)
            .Count(i => mnist.Image(i).SequenceEqual(MnistNormalization.Normalize(mnist.Image(i), 28, 28)));

        // Of the other 32, 13 have ink shorter than 20 pixels, and 19 were placed a pixel or two away.
        Assert.Equal(59_968, same);
    }

    [Theory]
    [InlineData(10_000, 3)]
    [InlineData(3, 10_000)]
    public void A_line_too_thin_to_be_seen_becomes_a_pixel_wide(int width, int height)
    {
        var raster = Raster(width, height, 0, 0, width, height);

        var image = MnistNormalization.Normalize(raster, width, height);

        Assert.Equal(20, image.Count(pixel => pixel == 255));
        Assert.Equal(20, image.Count(pixel => pixel > 0));
        Assert.Equal(20, Math.Max(LitColumns(image), LitRows(image)));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    public void A_raster_without_extent_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MnistNormalization.Normalize([], width, height));

    [Fact]
    public void A_raster_of_another_size_than_announced_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => MnistNormalization.Normalize(new byte[99], 10, 10));

        Assert.Contains("10x10 pixels cannot have 99 pixels", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_for_the_image_must_be_784_bytes_and_is_overwritten()
    {
        var used = Enumerable.Repeat((byte)7, 784).ToArray();

        MnistNormalization.Normalize(new byte[100], 10, 10, used);

        Assert.All(used, pixel => Assert.Equal(0, pixel));
        Assert.Throws<ArgumentException>(() => MnistNormalization.Normalize(new byte[100], 10, 10, new byte[783]));
    }

    private static byte[] Raster(int width, int height, int left, int top, int inkWidth, int inkHeight, byte gray = 255)
    {
        var raster = new byte[width * height];
        for (var y = top; y < Math.Min(height, top + inkHeight); y++) raster.AsSpan(y * width + left, inkWidth).Fill(gray);
        return raster;
    }

    /// <summary>An L, whose centre of mass is far from the centre of its box.</summary>
    private static byte[] Corner(int left, int top, int size)
    {
        var raster = Raster(size, size, left, top, inkWidth: 8, inkHeight: 50);
        for (var y = top + 42; y < top + 50; y++) raster.AsSpan(y * size + left, 37).Fill(255);
        return raster;
    }

    private static (float X, float Y) CenterOfMass(byte[] image)
    {
        var mass = image.Sum(pixel => (float)pixel);
        return (image.Select((pixel, i) => pixel * (i % 28)).Sum() / mass, image.Select((pixel, i) => pixel * (i / 28)).Sum() / mass);
    }

    private static int LitColumns(byte[] image) =>
        image.Select((pixel, i) => pixel > 0 ? i % 28 : -1).Where(x => x >= 0).Distinct().Count();

    private static int LitRows(byte[] image) => image.Select((pixel, i) => pixel > 0 ? i / 28 : -1).Where(y => y >= 0).Distinct().Count();

    [Fact]
    public void Ink_of_any_length_fits_lying_and_standing()
    {
        for (var length = 1; length <= 1000; length++)
        {
            var bar = Enumerable.Repeat((byte)255, length).ToArray();
            var lying = MnistNormalization.Normalize(bar, length, 1);
            var standing = MnistNormalization.Normalize(bar, 1, length);

            // 20 pixels long, and as much thinner as it was, but at least one.
            var ink = 20 * Math.Max(1, 20.0 / length);
            Assert.InRange(lying.Sum(pixel => pixel / 255.0), ink * 0.99, ink * 1.01);
            Assert.InRange(standing.Sum(pixel => pixel / 255.0), ink * 0.99, ink * 1.01);
        }
    }
}
