using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding.Formats;

public sealed class PngPixelsTests
{
    public static TheoryData<int, int, int, int, bool> Kinds => new()
    {
        { 1, 1, 1, HandMadePng.Gray, true },
        { 21, 13, 1, HandMadePng.Gray, false },
        { 21, 13, 4, HandMadePng.Palette, true },
        { 5, 3, 8, HandMadePng.Rgb, true },
        { 3, 9, 16, HandMadePng.Rgba, true },
        { 40, 7, 8, HandMadePng.GrayAlpha, false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pixels_are_complete_when_not_a_byte_is_missing(int width, int height, int depth, int colorType, bool isInterlaced)
    {
        int[] Samples(int x, int y) => [.. Enumerable.Repeat((x + y) & 1, HandMadePng.SamplesPerPixel(colorType))];
        var file = HandMadePng.Encode(width, height, depth, colorType, Samples, isInterlaced);
        var image = ImageFileReader.ReadHeader(file, ImageLimits.Default);

        Assert.True(PngPixels.AreComplete(file, image));
        Assert.False(PngPixels.AreComplete(file, image with { Height = height + 1 }));
        Assert.False(PngPixels.AreComplete(file, image with { Width = width + 8 }));
    }

    [Fact]
    public void Bytes_that_are_not_compressed_data_are_not_complete()
    {
        var file = HandMadePng.WithoutPixels(10, 10);

        Assert.False(PngPixels.AreComplete(file, ImageFileReader.ReadHeader(file, ImageLimits.Default)));
    }
}
