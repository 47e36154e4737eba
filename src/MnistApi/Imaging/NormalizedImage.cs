using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>Tells images that are as MNIST's are already: they must not be changed again.</summary>
internal static class NormalizedImage
{
    private const double FarthestCentre = 0.55; // Of all 70,000 images the centres of mass are between 13.48 and 14.50,
    private const int ShortestInk = 19;         // the ink is 19 or 20 pixels long,
    private const byte DarkestInk = 250;        // and the darkest pixel is 254 or 255.

    /// <summary>The image as it is, apart from inversion; null where it is of another size, or not scaled and placed as MNIST's.</summary>
    public static DigitImage? Of(ImageRaster raster)
    {
        if ((raster.Width, raster.Height) != (ImageSet.Side, ImageSet.Side) || raster.Alpha is not null) return null;
        var gray = new byte[ImageSet.PixelsPerImage];
        for (var i = 0; i < gray.Length; i++) gray[i] = (byte)((299 * raster.Rgb[3 * i] + 587 * raster.Rgb[3 * i + 1] + 114 * raster.Rgb[3 * i + 2] + 500) / 1000);
        if (BoxOf(gray) is { } box) return new DigitImage(gray, Inverted: false, box);
        var turned = Array.ConvertAll(gray, level => (byte)(255 - level));
        return BoxOf(turned) is { } boxOfTurned ? new DigitImage(turned, Inverted: true, boxOfTurned) : null;
    }

    /// <summary>The box of an image whose ink is 19 or 20 pixels long and has its centre of mass at the centre; else null.</summary>
    public static InkBox? BoxOf(ReadOnlySpan<byte> pixels)
    {
        int left = ImageSet.Side, top = ImageSet.Side, right = -1, bottom = -1;
        double mass = 0, massX = 0, massY = 0;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] == 0) continue;
            var (x, y) = (i % ImageSet.Side, i / ImageSet.Side);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            mass += pixels[i];
            massX += pixels[i] * x;
            massY += pixels[i] * y;
        }

        if (right < 0 || pixels.IndexOfAnyInRange(DarkestInk, byte.MaxValue) < 0) return null;
        var longer = Math.Max(right - left, bottom - top) + 1;
        var isCentred = Math.Abs(massX / mass - 14) <= FarthestCentre && Math.Abs(massY / mass - 14) <= FarthestCentre;
        return isCentred && longer is >= ShortestInk and <= MnistNormalization.BoxSide ? new InkBox(left, top, right - left + 1, bottom - top + 1) : null;
    }
}
