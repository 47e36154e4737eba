namespace MnistApi.Training.Data.Augmentation;

/// <summary>Blurs an image as a lens out of focus does.</summary>
internal static class GaussianBlur
{
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="deviation">Of the kernel (half, whole and half weights of three pixels in each direction), in pixels, 0 to 0.8.</param>
    public static void Apply(Span<float> image, float deviation)
    {
        var side = deviation * deviation / 2; // Variance of (side, 1 - 2 side, side) is 2 side.
        for (var row = 0; row < ImageSet.Side; row++) Line(image[(row * ImageSet.Side)..], 1, side);
        for (var column = 0; column < ImageSet.Side; column++) Line(image[column..], ImageSet.Side, side);
    }

    /// <summary>One row or column; paper outside.</summary>
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
