using MnistApi.Imaging;
using MnistApi.Imaging.Formats;

namespace MnistApi.Tests.Imaging;

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
    public void Pixels_are_complete_when_not_a_byte_is_missing(int width, int height, int depth, int kind, bool isInterlaced)
    {
        int[] Samples(int x, int y) => [.. Enumerable.Repeat((x + y) & 1, kind switch { HandMadePng.Rgb => 3, HandMadePng.GrayAlpha => 2, HandMadePng.Rgba => 4, _ => 1 })];
        var file = HandMadePng.Encode(width, height, depth, kind, Samples, isInterlaced);
        var image = ImageFile.Open(file, ImageLimits.Default);

        Assert.True(PngPixels.AreComplete(file, image));
        Assert.False(PngPixels.AreComplete(file, image with { Height = height + 1 }));
        Assert.False(PngPixels.AreComplete(file, image with { Width = width + 8 }));
    }

    [Fact]
    public void What_is_not_compressed_data_is_not_complete()
    {
        var file = HandMadePng.WithoutPixels(10, 10);

        Assert.False(PngPixels.AreComplete(file, ImageFile.Open(file, ImageLimits.Default)));
    }
}
