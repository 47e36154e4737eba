namespace MnistApi.Training.Data.Augmentation;

/// <summary>Draws an image anew, each pixel from another point of it.</summary>
internal static class Warp
{
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="affine">Where each pixel comes from.</param>
    /// <param name="elastic">What is added to that; null of nothing.</param>
    public static void Apply(Span<float> image, AffineMap affine, ElasticField? elastic = null)
    {
        Span<float> source = stackalloc float[ImageSet.PixelsPerImage];
        image.CopyTo(source);
        for (var y = 0; y < ImageSet.Side; y++)
        {
            for (var x = 0; x < ImageSet.Side; x++)
            {
                var (sourceX, sourceY) = affine.Map(x, y);
                if (elastic is not null)
                {
                    var (dx, dy) = elastic.At(x, y);
                    (sourceX, sourceY) = (sourceX + dx, sourceY + dy);
                }

                image[y * ImageSet.Side + x] = Bilinear.Sample(source, sourceX, sourceY);
            }
        }
    }
}
