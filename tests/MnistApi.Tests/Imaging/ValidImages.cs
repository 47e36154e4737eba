using MnistApi.Imaging.Rendering;

namespace MnistApi.Tests.Imaging;

/// <summary>Small files of every format, several kinds of each.</summary>
internal static class ValidImages
{
    private static readonly (string, byte[])[] Palette =
        [("PLTE", [1, 2, 3, 40, 50, 60, 70, 80, 90, 100, 110, 120]), ("tRNS", [255, 0])];

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["png gray"] = PngImage.Encode([.. Enumerable.Range(0, 784).Select(i => (byte)(i * 31))], 28, 28),
        ["png palette"] = HandMadePng.Encode(31, 17, 2, HandMadePng.Palette, (x, y) => [(x + y) % 4], isInterlaced: false, Palette),
        ["png interlaced"] = HandMadePng.Encode(
            19, 23, 8, HandMadePng.Rgba, (x, y) => [9 * x, 9 * y, x * y % 256, 255 - x], true, ("eXIf", HandMadeJpeg.Tiff(6))),
        ["png deep"] = HandMadePng.Encode(15, 9, 16, HandMadePng.Rgb, (x, y) => [x * 4000, y * 7000, x * y * 300], isInterlaced: false),
        ["jpeg gray"] = HandMadeJpeg.Encode(40, 24, 1, (column, row) => [20 * column + 50 * row], segments: HandMadeJpeg.Exif(3)),
        ["jpeg progressive"] = HandMadeJpeg.Encode(33, 25, 3, (column, row) => [40 * column, 100 + row, 128], isProgressive: true),
        ["jpeg cmyk"] = HandMadeJpeg.Encode(24, 16, 4, (column, row) => [40 * column, 100 + row, 128, 200]),
        ["jpeg of a camera"] = SampleImages.Jpeg,
        ["jpeg with restarts"] = SampleImages.Read("quadrants-progressive-restarts.jpg"),
        ["webp lossy"] = SampleImages.LossyWebp,
        ["webp lossy alpha"] = SampleImages.LossyAlphaWebp,
        ["webp lossless"] = SampleImages.LosslessAlphaWebp,
        ["webp extended"] = HandMadeWebp.Extended(SampleImages.LossyWebp, 64, 48, flags: 0x08, ("EXIF", HandMadeJpeg.Tiff(7))),
        ["webp animated"] = HandMadeWebp.Animated(SampleImages.LosslessAlphaWebp, 80, 60, 4, 6, 64, 48),
        ["gif"] = HandMadeGif.Encode(
            20, 15, [(1, 2, 3), (200, 100, 0), (0, 0, 255)], 2, (0, 0, 20, 15, [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 3))])),
        ["gif animated"] = HandMadeGif.Encode(
            9, 9, [(1, 2, 3), (200, 100, 0)], -1, (1, 1, 4, 5, new byte[20]), (0, 0, 9, 9, [.. Enumerable.Repeat((byte)1, 81)])),
        ["bmp 1"] = HandMadeBmp.Encode(21, 9, 1, (x, y) => (uint)(x + y) % 2, [0, 0xFFFFFF]),
        ["bmp 8"] = HandMadeBmp.Encode(21, 9, 8, (x, y) => (uint)(x + y) % 3, [0, 0xFFFFFF, 0x123456], isTopDown: true),
        ["bmp 24"] = HandMadeBmp.Encode(10, 9, 24, (x, y) => (uint)(x * y * 5000)),
        ["bmp 32"] = HandMadeBmp.Encode(10, 9, 32, (x, y) => (uint)(x * y * 5000)),
        ["bmp of runs"] = HandMadeBmp.File(
            3, 2, 8, compression: 1, [0x000000, 0xFFFFFF], [2, 0, 1, 1, 0, 0, 0, 3, 1, 0, 1, 0, 0, 1]),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    public static byte[] Get(string name) => [.. Files[name]];

    /// <summary>The files whose names begin with a format.</summary>
    public static byte[][] Of(string format) =>
        [.. Files.Where(file => file.Key.StartsWith(format, StringComparison.Ordinal)).Select(file => file.Value)];
}
