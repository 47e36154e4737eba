using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>
/// A model: everything that predictions need, and where it comes from. Training cannot resume from it; that needs a <see
/// cref="Checkpoint"/>.
/// </summary>
public sealed record ModelFile
{
    /// <summary>The configuration of the run that trained it.</summary>
    public required TrainingConfig Config { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Name of the dataset, such as <c>mnist</c>.</summary>
    public required string DatasetName { get; init; }

    /// <summary>The dataset's checksum (<see cref="Data.Dataset.Sha256"/>).</summary>
    public required string DatasetSha256 { get; init; }

    /// <summary>The epoch of the weights, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Accuracy on the validation images after that epoch, 0 to 1.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>Mean loss per validation image after that epoch. It may be NaN or infinite.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>The calibration of its probabilities and verdicts.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>
    /// The tensors for predictions by name, row by row in the network's shapes. A linear layer's weight is [inputs, outputs].
    /// </summary>
    public required IReadOnlyDictionary<string, float[]> Weights { get; init; }

    /// <summary>SHA-256 over the names and bytes of <see cref="Weights"/> in the order of the names, in lower-case hexadecimal.</summary>
    public string WeightsSha256 => TensorChecksum.Of(Weights);

    /// <summary>The model of a checkpoint, with its <see cref="Checkpoint.ModelWeights"/>.</summary>
    /// <exception cref="ArgumentException">The checkpoint has no epoch.</exception>
    public static ModelFile Of(Checkpoint checkpoint, Calibration calibration)
    {
        if (checkpoint.History is not [.., var last])
            throw new ArgumentException("A model needs at least one epoch of training.", nameof(checkpoint));

        return new ModelFile
        {
            Config = checkpoint.Config,
            Seed = checkpoint.Seed,
            DatasetName = checkpoint.DatasetName,
            DatasetSha256 = checkpoint.DatasetSha256,
            Epoch = last.Epoch,
            ValidationAccuracy = last.ValidationAccuracy,
            ValidationLoss = last.ValidationLoss,
            Calibration = calibration,
            Weights = checkpoint.ModelWeights,
        };
    }

    /// <summary>Creates a network with <see cref="Weights"/>. The caller disposes it.</summary>
    public NeuralNetwork CreateNetwork() => NeuralNetwork.Restore(Config.Network, Weights);
}
