using MnistApi.Training.Checkpoints;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Inference;

/// <summary>
/// Turns images into probabilities. Any number of threads can share a predictor. One of them may dispose it while others still predict, for
/// example to replace the model. Its memory is freed when the last prediction has ended.
/// </summary>
public sealed class Predictor : IDisposable
{
    private readonly NeuralNetwork _network;
    private int _users = 1; // The owner until Dispose, and every active call. At 0 the network is disposed.
    private int _disposed;

    /// <summary>Loads the model of a checkpoint. If the checkpoint has averaged weights, they are the model.</summary>
    /// <param name="checkpoint">The state at the end of an epoch.</param>
    /// <param name="calibration">The calibration of the probabilities; null for <see cref="Calibration.None"/>.</param>
    public Predictor(Checkpoint checkpoint, Calibration? calibration = null) =>
        (_network, Calibration) = (checkpoint.CreateNetwork(), calibration ?? Calibration.None);

    /// <summary>Loads a model with its calibration.</summary>
    public Predictor(ModelFile model) => (_network, Calibration) = (model.CreateNetwork(), model.Calibration);

    /// <summary>The calibration of the probabilities.</summary>
    public Calibration Calibration { get; }

    /// <summary>Predicts a batch.</summary>
    /// <param name="images">[N, 28, 28] row by row, 0 (paper) to 255 (ink), normalized as MNIST is.</param>
    /// <param name="cancellationToken">Checked before each chunk of 1,000 images.</param>
    /// <returns>For each image, ten calibrated probabilities, 0 to 1 with a sum of 1. All ten are NaN if a logit is NaN.</returns>
    /// <exception cref="ArgumentException">The number of pixels is not a multiple of 784.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed before the call.</exception>
    public float[][] Predict(ReadOnlySpan<byte> images, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            return Probabilities(_network.Logits(images, cancellationToken));
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) Leave();
    }

    private float[][] Probabilities(float[] logits)
    {
        var probabilities = new float[logits.Length / ImageSet.ClassCount][];
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = new float[ImageSet.ClassCount];
            Softmax.Probabilities(logits.AsSpan(i * ImageSet.ClassCount, ImageSet.ClassCount), probabilities[i], Calibration.Temperature);
        }

        return probabilities;
    }

    private void Enter()
    {
        int users;
        do
        {
            users = Volatile.Read(ref _users);
            ObjectDisposedException.ThrowIf(users == 0 || Volatile.Read(ref _disposed) == 1, this);
        }
        while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0) _network.Dispose();
    }
}
