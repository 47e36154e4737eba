using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>A model: what predictions need, and where it comes from. Training cannot go on from it; that takes a <see cref="Checkpoint"/>.</summary>
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

    /// <summary>The epoch at whose end the weights were these, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>On the validation images at that time, 0 to 1.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>Likewise, mean per sample; may be NaN or infinite.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>What its probabilities and its verdicts are calibrated with.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>The tensors that predict best, by name, float32 in the network's shapes (a linear layer's weight is [inputs, outputs]).</summary>
    public required IReadOnlyDictionary<string, float[]> Weights { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal over names and bytes of <see cref="Weights"/>, by name.</summary>
    public string WeightsSha256 => TensorChecksum.Of(Weights);

    /// <summary>The model of a checkpoint: its <see cref="Checkpoint.ModelWeights"/>.</summary>
    /// <exception cref="ArgumentException">The checkpoint is of no epoch.</exception>
    public static ModelFile Of(Checkpoint checkpoint, Calibration calibration)
    {
        if (checkpoint.History is not [.., var last]) throw new ArgumentException("A model needs at least one epoch of training.", nameof(checkpoint));
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

    /// <summary>A network with <see cref="Weights"/>. The caller disposes of it.</summary>
    public NeuralNetwork CreateNetwork() => NeuralNetwork.Restore(Config.Network, Weights);
}
