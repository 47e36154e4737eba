using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>
/// The state at the end of an epoch: everything that is needed to resume training or to predict. It has no state of a random number
/// generator, because all random numbers follow from (seed, epoch, step). For predictions alone, a <see cref="ModelFile"/> is enough.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>The most threads that a run may use.</summary>
    internal const int MaxThreads = 1024;

    /// <summary>The configuration of the whole run.</summary>
    public required TrainingConfig Config { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Name of the dataset, such as <c>mnist</c>.</summary>
    public required string DatasetName { get; init; }

    /// <summary>The dataset's checksum (<see cref="Data.Dataset.Sha256"/>).</summary>
    public required string DatasetSha256 { get; init; }

    /// <summary>The results of all epochs so far. Their number is the checkpoint's epoch.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>The network's tensors by name, for training.</summary>
    public required IReadOnlyDictionary<string, float[]> Weights { get; init; }

    /// <summary>The moving average of the tensors by name; null if the configuration has no weight averaging.</summary>
    public required IReadOnlyDictionary<string, float[]>? AverageWeights { get; init; }

    /// <summary>The optimizer's moments by name.</summary>
    public required IReadOnlyDictionary<string, float[]> Moments { get; init; }

    /// <summary>Number of steps so far.</summary>
    public required long StepCount { get; init; }

    /// <summary>
    /// Number of libtorch threads, 1 to 1024. A resumed run uses the same number, because another changes the last bits of the weights.
    /// </summary>
    public required int Threads { get; init; }

    /// <summary>Versions of the libraries that computed the weights. Other versions change the last bits of the weights.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Number of completed epochs.</summary>
    public int Epoch => History.Count;

    /// <summary>The weights for predictions: the average if there is one, otherwise the weights.</summary>
    public IReadOnlyDictionary<string, float[]> ModelWeights => AverageWeights ?? Weights;

    /// <summary>
    /// SHA-256 over the names and bytes of <see cref="ModelWeights"/> in the order of the names, in lower-case hexadecimal.
    /// </summary>
    public string WeightsSha256 => TensorChecksum.Of(ModelWeights);

    /// <summary>Creates a network with <see cref="ModelWeights"/>. The caller disposes it.</summary>
    public NeuralNetwork CreateNetwork() => NeuralNetwork.Restore(Config.Network, ModelWeights);
}
