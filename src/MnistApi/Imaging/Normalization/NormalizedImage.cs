using MnistApi.Training.Data;

namespace MnistApi.Imaging.Normalization;

/// <summary>Recognizes images that are normalized like the images of MNIST. They must not be changed again.</summary>
internal static class NormalizedImage
{
    // In all 70,000 images of MNIST, the center of mass is between 13.48 and 14.50, the longer side of the ink is 19 or 20 pixels, and the
    // greatest pixel value is 254 or 255.
    private const int Center = 14;
    private const double MaxDistance = 0.55;
    private const int MinSide = 19;
    private const byte MinPeak = 250;

    /// <summary>Recognizes a normalized image file. The pixels stay as they are, except that dark ink on light paper is inverted.</summary>
    /// <returns>The image; null if it has another size or is not normalized.</returns>
    public static DigitImage? Of(ImageRaster raster)
    {
        if ((raster.Width, raster.Height) != (ImageSet.Side, ImageSet.Side)) return null;
        var gray = raster is { Channels: 1, Alpha: null } ? raster.Samples : ResizedImage.Plain(raster).Pixels;
        if (OfPixels(gray) is { } image) return image;
        return OfPixels(Array.ConvertAll(gray, level => (byte)(255 - level))) is { } inverted ? inverted with { Inverted = true } : null;
    }

    /// <summary>Recognizes normalized pixels.</summary>
    /// <param name="pixels">[28, 28], row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>An image with the same pixels; null if they are not normalized.</returns>
    public static DigitImage? OfPixels(byte[] pixels) =>
        IsNormalized(pixels) ? new DigitImage(pixels, Inverted: false, DigitInk.OfNormalized(pixels)) : null;

    private static bool IsNormalized(ReadOnlySpan<byte> pixels)
    {
        if (pixels.IndexOfAnyInRange(MinPeak, byte.MaxValue) < 0) return false;
        double mass = 0, massX = 0, massY = 0;
        for (var i = 0; i < pixels.Length; i++)
        {
            mass += pixels[i];
            massX += pixels[i] * (i % ImageSet.Side);
            massY += pixels[i] * (i / ImageSet.Side);
        }

        return InkBox.Of(pixels, ImageSet.Side)!.LongerSide is >= MinSide and <= MnistNormalization.BoxSide
            && Math.Abs(massX / mass - Center) <= MaxDistance
            && Math.Abs(massY / mass - Center) <= MaxDistance;
    }
}
