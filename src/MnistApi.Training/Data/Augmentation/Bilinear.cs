namespace MnistApi.Training.Data.Augmentation;

/// <summary>Interpolates between the pixels of an image.</summary>
internal static class Bilinear
{
    /// <summary>The value at a point in pixels. (0, 0) is the centre of the first pixel. Outside the image the value is 0.</summary>
    public static float Sample(ReadOnlySpan<float> image, float x, float y)
    {
        // The inner condition is false for NaN.
        if (!(x > -1 && y > -1 && x < ImageSet.Side && y < ImageSet.Side)) return 0;

        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (right, bottom) = (x - left, y - top);
        var upper = Pixel(image, left, top) * (1 - right) + Pixel(image, left + 1, top) * right;
        var lower = Pixel(image, left, top + 1) * (1 - right) + Pixel(image, left + 1, top + 1) * right;
        return upper * (1 - bottom) + lower * bottom;
    }

    private static float Pixel(ReadOnlySpan<float> image, int x, int y) =>
        (uint)x < ImageSet.Side && (uint)y < ImageSet.Side ? image[y * ImageSet.Side + x] : 0;
}
