namespace MnistApi.Training.Data.Augmentation;

/// <summary>Makes strokes thicker or thinner by moving an image towards its dilation or erosion by one pixel.</summary>
internal static class StrokeThickness
{
    /// <summary>Changes the thickness in place.</summary>
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="amount">-1 (erosion) to 1 (dilation); 0 changes nothing.</param>
    public static void Change(Span<float> image, float amount)
    {
        Span<float> source = stackalloc float[ImageSet.PixelsPerImage];
        image.CopyTo(source);
        for (var y = 0; y < ImageSet.Side; y++)
        {
            for (var x = 0; x < ImageSet.Side; x++)
            {
                var i = y * ImageSet.Side + x;
                var extreme = Extreme(source, x, y, largest: amount > 0);
                image[i] += Math.Abs(amount) * (extreme - image[i]);
            }
        }
    }

    /// <summary>The largest or smallest value of a pixel and its four neighbours. Outside the image all pixels are 0.</summary>
    private static float Extreme(ReadOnlySpan<float> image, int x, int y, bool largest)
    {
        var i = y * ImageSet.Side + x;
        var left = x > 0 ? image[i - 1] : 0;
        var right = x < ImageSet.Side - 1 ? image[i + 1] : 0;
        var above = y > 0 ? image[i - ImageSet.Side] : 0;
        var below = y < ImageSet.Side - 1 ? image[i + ImageSet.Side] : 0;
        return largest
            ? Math.Max(image[i], Math.Max(Math.Max(left, right), Math.Max(above, below)))
            : Math.Min(image[i], Math.Min(Math.Min(left, right), Math.Min(above, below)));
    }
}
