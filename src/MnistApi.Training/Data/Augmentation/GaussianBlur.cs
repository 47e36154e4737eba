namespace MnistApi.Training.Data.Augmentation;

/// <summary>Blurs an image like a lens that is out of focus.</summary>
internal static class GaussianBlur
{
    /// <summary>Blurs an image in place. The kernel has three pixels in each direction.</summary>
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="deviation">Standard deviation of the kernel in pixels, 0 to 0.8.</param>
    public static void Apply(Span<float> image, float deviation)
    {
        var side = deviation * deviation / 2; // The kernel (side, 1 - 2 side, side) has a variance of 2 side.
        for (var row = 0; row < ImageSet.Side; row++) Line(image[(row * ImageSet.Side)..], 1, side);
        for (var column = 0; column < ImageSet.Side; column++) Line(image[column..], ImageSet.Side, side);
    }

    /// <summary>Blurs one row or column. Outside the image all pixels are 0.</summary>
    private static void Line(Span<float> image, int stride, float side)
    {
        var before = 0f;
        for (var i = 0; i < ImageSet.Side; i++)
        {
            ref var pixel = ref image[i * stride];
            var after = i + 1 < ImageSet.Side ? image[(i + 1) * stride] : 0;
            (before, pixel) = (pixel, pixel + side * (before - 2 * pixel + after));
        }
    }
}
