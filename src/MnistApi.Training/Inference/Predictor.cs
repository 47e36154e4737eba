using MnistApi.Training.Checkpoints;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Inference;

/// <summary>Turns images into probabilities. Any number of threads may share one; dispose of it when none uses it any more.</summary>
public sealed class Predictor : IDisposable
{
    private readonly Network _network;

    /// <summary>Loads a checkpoint's model: the averaged weights where there are some.</summary>
    public Predictor(Checkpoint checkpoint) => _network = checkpoint.CreateNetwork();

    /// <summary>Predicts a batch.</summary>
    /// <param name="images">[N, 28, 28] row by row, 0 (paper) to 255 (ink), prepared as MNIST was.</param>
    /// <param name="cancellationToken">Seen between chunks of 1,000 images.</param>
    /// <returns>Per image ten probabilities, 0 to 1 with sum 1.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of 784.</exception>
    public float[][] Predict(ReadOnlySpan<byte> images, CancellationToken cancellationToken = default)
    {
        var logits = _network.Logits(images, cancellationToken);
        var probabilities = new float[logits.Length / ImageSet.ClassCount][];
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = new float[ImageSet.ClassCount];
            Softmax.Probabilities(logits.AsSpan(i * ImageSet.ClassCount, ImageSet.ClassCount), probabilities[i]);
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
