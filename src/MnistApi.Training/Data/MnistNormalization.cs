namespace MnistApi.Training.Data;

/// <summary>
/// Turns ink of any size into a 28x28 image in the same way as MNIST's images were made, so that it resembles the training images.
/// </summary>
/// <remarks>
/// Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits". The ink is scaled to fit a box of 20x20 pixels with its
/// aspect ratio. Anti-aliasing, here area averaging, gives gray levels. Then the box is placed in the 28x28 image so that its centre of
/// mass is at the centre. In the published files that centre is pixel (14, 14), and the box is moved by whole pixels.
/// </remarks>
public static class MnistNormalization
{
    /// <summary>The longer side of the ink after scaling, in pixels.</summary>
    public const int BoxSide = 20;

    private const int Center = ImageSet.Side / 2;

    /// <summary>Normalizes one raster.</summary>
    /// <param name="ink">
    /// [height, width] row by row, 0 (paper) to 255 (ink). Every pixel above 0 counts as ink, so there must be no noise.
    /// </param>
    /// <param name="width">Width of the raster in pixels, at least 1.</param>
    /// <param name="height">Height of the raster in pixels, at least 1.</param>
    /// <returns>[28, 28] row by row, 0 (paper) to 255 (ink). An empty raster gives an empty image.</returns>
    /// <exception cref="ArgumentException">
    /// The raster does not have <paramref name="width"/> times <paramref name="height"/> pixels.
    /// </exception>
    public static byte[] Normalize(ReadOnlySpan<byte> ink, int width, int height)
    {
        var image = new byte[ImageSet.PixelsPerImage];
        Normalize(ink, width, height, image);
        return image;
    }

    /// <summary>Normalizes one raster into the caller's memory, like <see cref="Normalize(ReadOnlySpan{byte}, int, int)"/>.</summary>
    /// <param name="ink">[height, width] row by row, 0 (paper) to 255 (ink).</param>
    /// <param name="width">Width of the raster in pixels, at least 1.</param>
    /// <param name="height">Height of the raster in pixels, at least 1.</param>
    /// <param name="image">784 bytes for the normalized image.</param>
    /// <exception cref="ArgumentException">The raster or the image has another number of pixels.</exception>
    public static void Normalize(ReadOnlySpan<byte> ink, int width, int height, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (ink.Length != (long)width * height)
            throw new ArgumentException($"A raster of {width}x{height} pixels cannot have {ink.Length} pixels.", nameof(ink));
        if (image.Length != ImageSet.PixelsPerImage)
            throw new ArgumentException($"The image must have {ImageSet.PixelsPerImage} pixels. It has {image.Length}.", nameof(image));

        image.Clear();
        var bounds = InkBounds.Of(ink, width);
        if (bounds.IsEmpty) return;

        Span<float> box = stackalloc float[BoxSide * BoxSide];
        AreaAverage(ink, width, bounds, box);
        Place(box, image);
    }

    /// <summary>
    /// Scales the ink to fit the box. A straight line that would be thinner than a pixel becomes a pixel wide, so that it does not vanish.
    /// </summary>
    private static void AreaAverage(ReadOnlySpan<byte> ink, int stride, InkBounds bounds, Span<float> box)
    {
        var scale = (float)BoxSide / Math.Max(bounds.Width, bounds.Height); // Box pixels per raster pixel.
        var scaleX = Math.Max(scale, 1f / bounds.Width);
        var scaleY = Math.Max(scale, 1f / bounds.Height);

        // After rounding, the longer side can be slightly longer than the box.
        var left = Math.Max(0, MathF.Floor((BoxSide - bounds.Width * scaleX) / 2));
        var top = Math.Max(0, MathF.Floor((BoxSide - bounds.Height * scaleY) / 2));

        Span<float> row = stackalloc float[BoxSide];
        for (var y = 0; y < bounds.Height; y++)
        {
            SpreadRow(ink.Slice((bounds.Top + y) * stride + bounds.Left, bounds.Width), left, scaleX, row);

            float start = top + y * scaleY, end = Math.Min(start + scaleY, BoxSide);
            for (var target = (int)start; target < end; target++)
            {
                var overlap = Math.Min(target + 1, end) - Math.Max(target, start);
                for (var x = 0; x < BoxSide; x++) box[target * BoxSide + x] += overlap * row[x];
            }
        }
    }

    /// <summary>Adds each raster pixel to the box pixels that it overlaps, in proportion to the overlap.</summary>
    private static void SpreadRow(ReadOnlySpan<byte> ink, float left, float scale, Span<float> row)
    {
        row.Clear();
        for (var x = 0; x < ink.Length; x++)
        {
            if (ink[x] == 0) continue;
            float start = left + x * scale, end = Math.Min(start + scale, BoxSide);
            for (var target = (int)start; target < end; target++)
                row[target] += ink[x] * (Math.Min(target + 1, end) - Math.Max(target, start));
        }
    }

    /// <summary>
    /// Moves the box by whole pixels so that its centre of mass is as near to the centre as possible. The box stays inside the image.
    /// </summary>
    private static void Place(ReadOnlySpan<float> box, Span<byte> image)
    {
        float mass = 0, massX = 0, massY = 0;
        for (var i = 0; i < box.Length; i++)
        {
            mass += box[i];
            massX += box[i] * (i % BoxSide);
            massY += box[i] * (i / BoxSide);
        }

        var left = Offset(massX / mass);
        var top = Offset(massY / mass);
        for (var i = 0; i < box.Length; i++)
            image[(top + i / BoxSide) * ImageSet.Side + left + i % BoxSide] = (byte)Math.Min(255, MathF.Round(box[i]));
    }

    private static int Offset(float centerOfMass) =>
        Math.Clamp((int)MathF.Round(Center - centerOfMass), 0, ImageSet.Side - BoxSide);
}
