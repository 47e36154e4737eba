using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>Tells images that are as MNIST's are already: they must not be changed again.</summary>
internal static class NormalizedImage
{
    private const int Centre = 14;
    private const double FarthestCentre = 0.55; // Of all 70,000 images the centres of mass are between 13.48 and 14.50,
    private const int ShortestInk = 19;         // the ink is 19 or 20 pixels long,
    private const byte DarkestInk = 250;        // and the darkest pixel is 254 or 255.

    /// <summary>The image as it is, apart from inversion; null where it is of another size, or not scaled and placed as MNIST's.</summary>
    public static DigitImage? Of(ImageRaster raster)
    {
        if ((raster.Width, raster.Height) != (ImageSet.Side, ImageSet.Side)) return null;
        var gray = SqueezedImage.Plain(raster).Pixels;
        return OfPixels(gray) ?? (OfPixels(Array.ConvertAll(gray, level => (byte)(255 - level))) is { } turned ? turned with { Inverted = true } : null);
    }

    /// <summary>The pixels as they are; null where they are not scaled and placed as MNIST's.</summary>
    /// <param name="pixels">[28, 28] row by row.</param>
    public static DigitImage? OfPixels(byte[] pixels) => IsNormalized(pixels) ? new DigitImage(pixels, Inverted: false, DigitInk.OfPlaced(pixels)) : null;

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
            && Math.Abs(massX / mass - Centre) <= FarthestCentre && Math.Abs(massY / mass - Centre) <= FarthestCentre;
    }
}
