namespace MnistApi.Training.Networks;

/// <summary>A network that classifies stored images.</summary>
public interface IClassifier
{
    /// <summary>Computes the logits of images. Any number of threads can call it if none trains the network.</summary>
    /// <param name="pixels">[N, 28, 28], 0 (paper) to 255 (ink).</param>
    /// <param name="cancellationToken">Checked every 1,000 images at least.</param>
    /// <returns>Logits [N, 10], row by row.</returns>
    /// <exception cref="ArgumentException">The number of pixels is not a multiple of 784.</exception>
    float[] Logits(ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken = default);
}
