using MnistApi.Imaging.Decoding.Formats;

namespace MnistApi.Tests.Imaging.Decoding;

/// <summary>
/// Kinds of images whose decoding takes more memory than their pixels. The files have no pixels, so a file within the limits is refused for
/// another reason.
/// </summary>
public sealed class DecodingMemoryTests
{
    private const byte Baseline = 0xC0, Progressive = 0xC2;

    [Theory]
    [InlineData(Baseline, 0x11, 3, 8_000, 5_000, false)] // 3 bytes for each pixel
    [InlineData(Baseline, 0x11, 1, 8_000, 5_000, true)]  // a scan of one component: 3 bytes, and 2 for each of 3 coefficients
    [InlineData(Progressive, 0x11, 3, 4_300, 4_200, true)]
    [InlineData(Progressive, 0x11, 3, 4_200, 4_200, false)]
    [InlineData(Progressive, 0x22, 3, 4_500, 4_500, true)] // the limit for JPEGs with many scans
    [InlineData(Progressive, 0x22, 3, 4_500, 4_400, false)]
    public void A_jpeg_keeps_its_coefficients_unless_one_scan_has_all_components(
        byte marker, byte sampling, byte componentsInScan, int width, int height, bool isRefused)
    {
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        byte[] frame = [8, .. size, 3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0];
        byte[] components = [.. Enumerable.Range(1, componentsInScan).SelectMany(id => new byte[] { (byte)id, 0 })];
        byte[] scan = [componentsInScan, .. components, 0, 63, 0];

        AssertRefused([0xFF, 0xD8, .. HandMadeJpeg.Segment(marker, frame), .. HandMadeJpeg.Segment(0xDA, scan)], isRefused);
    }

    [Theory]
    [InlineData(3_700, true)] // 12 bytes for each pixel
    [InlineData(3_600, false)]
    public void A_lossless_webp_takes_three_times_its_pixels(int side, bool isRefused) =>
        AssertRefused(HandMadeWebp.WithoutPixels(side, side), isRefused);

    [Theory]
    [InlineData("quadrants-lossy-alpha.webp", 3_300, true)] // 15 bytes for each pixel
    [InlineData("quadrants-lossy-alpha.webp", 3_200, false)]
    [InlineData("quadrants-lossy.webp", 4_800, true)] // 7 bytes for each pixel, because a file with a canvas may be transparent
    [InlineData("quadrants-lossy.webp", 4_700, false)]
    public void A_lossy_webp_takes_more_with_alpha(string name, int side, bool isRefused)
    {
        var file = SampleImages.Read(name);

        AssertRefused(HandMadeWebp.Extended(file, side, side, flags: 0), isRefused);
        AssertRefused(HandMadeWebp.Animated(file, side, side, 0, 0, 64, 48), isRefused);
    }

    [Theory]
    [InlineData(5_700, true)] // 5 bytes for each pixel
    [InlineData(5_600, false)]
    public void A_bmp_with_run_lengths_takes_more_than_its_pixels(int side, bool isRefused) =>
        AssertRefused(HandMadeBmp.File(side, side, 8, compression: 1, [0], []), isRefused);

    [Fact]
    public void The_message_states_how_many_pixels_of_this_kind_are_decoded()
    {
        var refused = TestDecoder.Refuse(HandMadeWebp.WithoutPixels(4_000, 4_000));

        Assert.Equal("The image is 4,000 x 4,000 pixels. The limit for this kind of WebP is 13,333,333 pixels.", refused.Message);
    }

    private static void AssertRefused(byte[] file, bool isRefused)
    {
        var refused = Record.Exception(() => TestDecoder.Instance.Decode(file, maxSide: 100)) as ImageRejectedException;

        Assert.Equal(isRefused, refused?.Reason == ImageRejection.TooManyPixels);
    }
}
