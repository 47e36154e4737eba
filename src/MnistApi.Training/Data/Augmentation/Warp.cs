namespace MnistApi.Training.Data.Augmentation;

/// <summary>Resamples an image: each pixel gets the value of another point.</summary>
internal static class Warp
{
    /// <summary>Resamples an image in place.</summary>
    /// <param name="image">[28, 28], 0 to 1.</param>
    /// <param name="affine">The point for each pixel.</param>
    /// <param name="elastic">A displacement that is added to the point; null for none.</param>
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
