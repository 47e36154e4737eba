using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;
using MnistApi.Training.Threads;

namespace MnistApi.Training.Inference;

/// <summary>Turns images into probabilities. Any number of threads can share a predictor.</summary>
public sealed class Predictor : IClassifier
{
    private const int ChunkLength = 64; // images

    private readonly FusedNetwork _network;

    /// <summary>Loads the model of a checkpoint. If the checkpoint has averaged weights, they are the model.</summary>
    /// <param name="checkpoint">The state at the end of an epoch.</param>
    /// <param name="calibration">The calibration of the probabilities; null for <see cref="Calibration.None"/>.</param>
    public Predictor(Checkpoint checkpoint, Calibration? calibration = null)
    {
        _network = FusedNetwork.Of(checkpoint.Config.Network, checkpoint.ModelWeights);
        Calibration = calibration ?? Calibration.None;
    }

    /// <summary>Loads a model with its calibration.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or has the wrong number of elements.</exception>
    public Predictor(ModelFile model) =>
        (_network, Calibration) = (FusedNetwork.Of(model.Config.Network, model.Weights), model.Calibration);

    /// <summary>Takes the weights of a network without calibration.</summary>
    /// <param name="config">The configuration of the network.</param>
    /// <param name="weights">The values of each tensor by its name, as <see cref="NeuralNetwork.CopyState"/> gives them.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has the wrong number of elements.</exception>
    public Predictor(NetworkConfig config, IReadOnlyDictionary<string, float[]> weights) =>
        (_network, Calibration) = (FusedNetwork.Of(config, weights), Calibration.None);

    /// <summary>The number of threads that <see cref="Logits"/> uses. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The calibration of the probabilities.</summary>
    public Calibration Calibration { get; }

    /// <summary>Predicts images, one after the other. The answer for an image does not depend on the others.</summary>
    /// <param name="images">[N, 28, 28] row by row, 0 (paper) to 255 (ink), normalized as MNIST is.</param>
    /// <param name="cancellationToken">Checked every 64 images.</param>
    /// <returns>
    /// For each image, ten calibrated probabilities, 0 to 1 with a sum of 1. All ten are NaN if a logit is NaN. The logits are those of
    /// <see cref="NeuralNetwork.Logits"/>, up to rounding.
    /// </returns>
    /// <exception cref="ArgumentException">The number of pixels is not a multiple of 784.</exception>
    public float[][] Predict(ReadOnlySpan<byte> images, CancellationToken cancellationToken = default)
    {
        Span<float> logits = stackalloc float[ImageSet.ClassCount];
        var probabilities = new float[ImageSet.CountOf(images.Length)][];
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (i % ChunkLength == 0) cancellationToken.ThrowIfCancellationRequested();
            _network.Logits(images.Slice(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage), logits);
            probabilities[i] = new float[ImageSet.ClassCount];
            Softmax.Probabilities(logits, probabilities[i], Calibration.Temperature);
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public float[] Logits(ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken = default)
    {
        var count = ImageSet.CountOf(pixels.Length);
        var logits = new float[count * ImageSet.ClassCount];
        OwnThreads.For((count + ChunkLength - 1) / ChunkLength, Threads, ComputeChunk, cancellationToken);
        return logits;

        void ComputeChunk(int chunk)
        {
            for (var i = chunk * ChunkLength; i < Math.Min((chunk + 1) * ChunkLength, count); i++)
            {
                var image = pixels.Span.Slice(i * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage);
                _network.Logits(image, logits.AsSpan(i * ImageSet.ClassCount, ImageSet.ClassCount));
            }
        }
    }
}
