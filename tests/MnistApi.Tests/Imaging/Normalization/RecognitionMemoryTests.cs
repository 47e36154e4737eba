using MnistApi.Imaging.Normalization;

namespace MnistApi.Tests.Imaging.Normalization;

public sealed class RecognitionMemoryTests
{
    private const int Width = 640, Height = 480;
    private const long MaxBytes = 2_000_000; // The planes of this photo have 40 million bytes.

    [Fact]
    public void A_recognition_uses_the_memory_of_the_one_before_again()
    {
        var photo = GrayRaster.Of(Width, Photo());
        DigitNormalizer.FromUpload(photo);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var image = DigitNormalizer.FromUpload(photo);

        Assert.NotNull(image.Ink);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytes);
    }

    /// <summary>A dark bar on paper under uneven light, with noise.</summary>
    private static byte[] Photo()
    {
        var (gray, random) = (new byte[Width * Height], new Random(1));
        for (var i = 0; i < gray.Length; i++)
        {
            var (x, y) = (i % Width, i / Width);
            var paper = 140 + 80 * x / Width + random.Next(8);
            gray[i] = (byte)(x is > 300 and < 330 && y is > 120 and < 380 ? paper / 3 : paper);
        }

        return gray;
    }
}
