using MnistApi.Imaging;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class RasterBuilderTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(4)]
    public void An_image_within_the_limit_keeps_every_pixel(int maxSide)
    {
        var pixels = Random(4, 3);

        var raster = Build(pixels, 4, maxSide);

        Assert.Equal((4, 3), (raster.Width, raster.Height));
        Assert.Equal(pixels.Chunk(4).SelectMany(pixel => pixel[..3]), raster.Rgb());
        Assert.Equal(pixels.Chunk(4).Select(pixel => pixel[3]), raster.Alpha!);
    }

    [Theory]
    [InlineData(9, 6, 3, 3, 2)]
    [InlineData(9, 6, 8, 5, 3)]
    [InlineData(2, 9, 4, 1, 3)]
    [InlineData(100, 1, 7, 7, 1)]
    public void A_larger_image_is_reduced_by_a_whole_factor(int width, int height, int maxSide, int expectedWidth, int expectedHeight)
    {
        var raster = Build(Random(width, height), width, maxSide);

        Assert.Equal((expectedWidth, expectedHeight), (raster.Width, raster.Height));
        Assert.Equal(3 * expectedWidth * expectedHeight, raster.Samples.Length);
        Assert.Equal(expectedWidth * expectedHeight, raster.Alpha!.Length);
    }

    [Fact]
    public void Each_pixel_of_a_reduced_image_is_the_mean_of_its_square_even_at_the_edge()
    {
        var pixels = Random(5, 3);
        for (var i = 3; i < pixels.Length; i += 4) pixels[i] = 255;

        var raster = Build(pixels, 5, maxSide: 3);

        Assert.Null(raster.Alpha);
        var rgb = raster.Rgb();
        for (var y = 0; y < 2; y++)
        {
            for (var x = 0; x < 3; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    var square =
                        from v in Enumerable.Range(2 * y, 2)
                        where v < 3
                        from u in Enumerable.Range(2 * x, 2)
                        where u < 5
                        select (int)pixels[4 * (5 * v + u) + c];
                    Assert.InRange(rgb[3 * (3 * y + x) + c], square.Average() - 0.5, square.Average() + 0.5);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(1, 3)]
    [InlineData(3, 100)]
    [InlineData(3, 3)]
    public void Rows_without_alpha_give_the_same_raster_as_opaque_ones(int channels, int maxSide)
    {
        var rows = Random(8, 5)[..(8 * 5 * channels)];
        byte[] opaque = [.. rows.Chunk(channels).SelectMany(pixel => (byte[])[pixel[0], pixel[channels / 2], pixel[^1], 255])];

        var builder = new RasterBuilder(new ImageFile(ImageFormat.Png, 8, 5), channels, maxSide);
        for (var y = 0; y < 5; y++) builder.Add(rows.AsSpan(8 * channels * y, 8 * channels));
        var raster = builder.Build();

        Assert.Null(raster.Alpha);
        Assert.Equal(Build(opaque, 8, maxSide).Rgb(), raster.Rgb());
    }

    [Fact]
    public void A_single_transparent_pixel_keeps_its_alpha()
    {
        const int Width = 21; // Two vectors of eight pixels, and a remainder.
        for (var transparent = 0; transparent < Width; transparent++)
        {
            var pixels = Random(Width, 1);
            for (var x = 0; x < Width; x++) pixels[4 * x + 3] = (byte)(x == transparent ? 254 : 255);

            var raster = Build(pixels, Width, maxSide: 100);

            Assert.Equal(pixels.Chunk(4).Select(pixel => pixel[3]), raster.Alpha!);
            Assert.Equal(pixels.Chunk(4).SelectMany(pixel => pixel[..3]), raster.Rgb());
        }
    }

    [Fact]
    public void Transparent_pixels_do_not_color_their_neighbors()
    {
        byte[] pixels = [200, 100, 0, 255, /**/ 0, 0, 0, 0, /**/ 9, 9, 9, 0, /**/ 11, 11, 11, 0];

        var raster = Build(pixels, 4, maxSide: 2);

        Assert.Equal([200, 100, 0, /**/ 10, 10, 10], raster.Rgb());
        Assert.Equal([128, 0], raster.Alpha);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_square_of_the_largest_possible_image_does_not_overflow(int channels)
    {
        var row = Enumerable.Repeat((byte)255, channels * 16_384).ToArray();
        var builder = new RasterBuilder(new ImageFile(ImageFormat.Png, 16_384, 16_384), channels, maxSide: 1);
        for (var y = 0; y < 16_384; y++) builder.Add(row);

        var raster = builder.Build();

        Assert.Equal([255, 255, 255], raster.Rgb());
        Assert.Null(raster.Alpha);
    }

    [Theory] // How "123 / 456" looks when it is stored in each orientation, as in the picture of the EXIF standard.
    [InlineData(1, "123456", 3)]
    [InlineData(2, "321654", 3)]
    [InlineData(3, "654321", 3)]
    [InlineData(4, "456123", 3)]
    [InlineData(5, "142536", 2)]
    [InlineData(6, "362514", 2)]
    [InlineData(7, "635241", 2)]
    [InlineData(8, "415263", 2)]
    public void Each_orientation_is_turned_upright(int orientation, string stored, int storedWidth)
    {
        byte[] ToPixel(char digit) => [(byte)digit, (byte)(2 * digit), (byte)(255 - digit), (byte)(3 * (digit - '0'))];
        var pixels = stored.SelectMany(ToPixel).ToArray();

        var raster = Build(pixels, storedWidth, 100, (ImageOrientation)orientation);

        Assert.Equal((3, 2), (raster.Width, raster.Height));
        Assert.Equal("123456".SelectMany(digit => ToPixel(digit)[..3]), raster.Rgb());
        Assert.Equal([3, 6, 9, 12, 15, 18], raster.Alpha);
    }

    [Fact]
    public void Missing_rows_are_an_error()
    {
        var builder = new RasterBuilder(new ImageFile(ImageFormat.Png, 1, 2), channels: 4, maxSide: 5);
        builder.Add(new byte[4]);

        Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RasterBuilder(new ImageFile(ImageFormat.Png, 1, 2), channels: 4, maxSide: 0));
    }

    private static ImageRaster Build(byte[] pixels, int width, int maxSide, ImageOrientation orientation = ImageOrientation.Upright)
    {
        var height = pixels.Length / 4 / width;
        var builder = new RasterBuilder(new ImageFile(ImageFormat.Png, width, height) { Orientation = orientation }, channels: 4, maxSide);
        for (var y = 0; y < height; y++) builder.Add(pixels.AsSpan(4 * width * y, 4 * width));
        return builder.Build();
    }

    private static byte[] Random(int width, int height)
    {
        var pixels = new byte[4 * width * height];
        new Random(1).NextBytes(pixels);
        return pixels;
    }
}
