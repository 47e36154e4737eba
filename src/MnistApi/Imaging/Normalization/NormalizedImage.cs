using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>Recognizes images that are normalized as MNIST's are. They must not be changed again.</summary>
internal static class NormalizedImage
{
    // Of all 70,000 images of MNIST, the centers of mass are between 13.48 and 14.50, the ink is 19 or 20 pixels long, and the darkest
    // pixel is 254 or 255.
    private const int Center = 14;
    private const double FarthestCenter = 0.55;
    private const int ShortestInk = 19;
    private const byte DarkestInk = 250;

    /// <summary>
    /// The image as it is, apart from inversion; null if it has another size, or is not scaled and placed as MNIST's are.
    /// </summary>
    public static DigitImage? Of(ImageRaster raster)
    {
        if ((raster.Width, raster.Height) != (ImageSet.Side, ImageSet.Side)) return null;
        var gray = SqueezedImage.Plain(raster).Pixels;
        if (OfPixels(gray) is { } image) return image;
        return OfPixels(Array.ConvertAll(gray, level => (byte)(255 - level))) is { } inverted ? inverted with { Inverted = true } : null;
    }

    /// <summary>The pixels as they are; null if they are not scaled and placed as MNIST's are.</summary>
    /// <param name="pixels">[28, 28] row by row.</param>
    public static DigitImage? OfPixels(byte[] pixels) =>
        IsNormalized(pixels) ? new DigitImage(pixels, Inverted: false, DigitInk.OfPlaced(pixels)) : null;

    private static bool IsNormalized(ReadOnlySpan<byte> pixels)
    {
        if (pixels.IndexOfAnyInRange(DarkestInk, byte.MaxValue) < 0) return false;
        double mass = 0, massX = 0, massY = 0;
        for (var i = 0; i < pixels.Length; i++)
        {
            mass += pixels[i];
            massX += pixels[i] * (i % ImageSet.Side);
            massY += pixels[i] * (i / ImageSet.Side);
        }

        return InkBox.Of(pixels, ImageSet.Side)!.LongerSide is >= ShortestInk and <= MnistNormalization.BoxSide
            && Math.Abs(massX / mass - Center) <= FarthestCenter
            && Math.Abs(massY / mass - Center) <= FarthestCenter;
    }
}
