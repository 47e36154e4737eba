using MnistApi.Training.Data;

namespace MnistApi.Imaging;

/// <summary>What the model sees of an upload.</summary>
/// <param name="Pixels">[28, 28] row by row: 0 is paper, 255 is ink, as in MNIST.</param>
/// <param name="Inverted">Whether the upload had dark ink on light paper, the other way round than MNIST.</param>
/// <param name="Box">Where the ink was, in pixels of the upload; null where there was none.</param>
internal sealed record DigitImage(byte[] Pixels, bool Inverted, InkBox? Box)
{
    /// <summary>
    /// Finds ink and paper, and makes of the ink what MNIST's makers made of theirs. An upload of exactly 28x28 pixels is taken
    /// to be so already: apart from inversion it stays as it is, byte for byte.
    /// </summary>
    public static DigitImage FromUpload(ImageRaster raster)
    {
        var gray = raster.ToGray();
        var paper = Paper.Of(raster, gray);
        var ink = OnBlack(gray, raster.Alpha, paper);
        var isNormalized = (raster.Width, raster.Height) == (ImageSet.Side, ImageSet.Side);
        var asUploaded = isNormalized ? ink.AsSpan().ToArray() : null;

        SubtractPaper(ink);
        return new DigitImage(
            asUploaded ?? MnistNormalization.Normalize(ink, raster.Width, raster.Height),
            paper.IsLight,
            OfUpload(InkBox.Of(ink, raster.Width), raster));
    }

    /// <summary>Pixels that are as MNIST stores them: they stay as they are.</summary>
    /// <param name="pixels">[28, 28] row by row.</param>
    public static DigitImage FromPixels(byte[] pixels)
    {
        var ink = pixels.AsSpan().ToArray();
        SubtractPaper(ink);
        return new DigitImage(pixels, Inverted: false, InkBox.Of(ink, ImageSet.Side));
    }

    /// <summary>The image laid on its paper, with light ink.</summary>
    private static byte[] OnBlack(byte[] gray, byte[]? alphas, Paper paper)
    {
        var ink = new byte[gray.Length];
        for (var i = 0; i < ink.Length; i++)
        {
            int alpha = alphas?[i] ?? 255;
            var level = (gray[i] * alpha + paper.Gray * (255 - alpha) + 127) / 255;
            ink[i] = (byte)(paper.IsLight ? 255 - level : level);
        }

        return ink;
    }

    /// <summary>A box of the raster in pixels of the upload, of which the raster may be a reduced picture.</summary>
    private static InkBox? OfUpload(InkBox? box, ImageRaster raster)
    {
        if (box is null) return null;
        int width = raster.Header.Width, height = raster.Header.Height;
        int left = (int)((long)box.X * width / raster.Width), top = (int)((long)box.Y * height / raster.Height);
        return new InkBox(left, top, (int)((long)(box.X + box.Width) * width / raster.Width) - left, (int)((long)(box.Y + box.Height) * height / raster.Height) - top);
    }

    /// <summary>Puts paper and its noise to 0 and the ink's mean to 255. Above the threshold, gray from anti-aliasing stays gray.</summary>
    private static void SubtractPaper(Span<byte> ink)
    {
        var split = Histogram.Of(ink).Otsu();
        if (split.Contrast < Paper.MinimumContrast)
        {
            ink.Clear();
            return;
        }

        var levels = new byte[256];
        for (var level = split.Threshold + 1; level < 256; level++)
            levels[level] = (byte)Math.Clamp(Math.Round(255 * (level - split.DarkMean) / split.Contrast), 1, 255);
        for (var i = 0; i < ink.Length; i++) ink[i] = levels[ink[i]];
    }
}
