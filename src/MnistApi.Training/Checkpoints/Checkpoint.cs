using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>
/// The end of an epoch: everything that is needed to go on training, or to predict. There is no generator state to keep: all
/// randomness is derived from (seed, epoch, step). What predictions alone need is a <see cref="ModelFile"/>.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>The most threads that a run may ask for.</summary>
    internal const int MaxThreads = 1024;

    /// <summary>The configuration of the whole run.</summary>
    public required TrainingConfig Config { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Name of the dataset, such as <c>mnist</c>.</summary>
    public required string DatasetName { get; init; }

    /// <summary>The dataset's checksum (<see cref="Data.Dataset.Sha256"/>).</summary>
    public required string DatasetSha256 { get; init; }

    /// <summary>The epochs so far; their number is the checkpoint's epoch.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>The network's tensors by name, as training goes on with them.</summary>
    public required IReadOnlyDictionary<string, float[]> Weights { get; init; }

    /// <summary>Their moving average where the configuration asks for one, else null.</summary>
    public required IReadOnlyDictionary<string, float[]>? AverageWeights { get; init; }

    /// <summary>The optimizer's moments by name.</summary>
    public required IReadOnlyDictionary<string, float[]> Moments { get; init; }

    /// <summary>Steps that the optimizer has done.</summary>
    public required long StepCount { get; init; }

    /// <summary>libtorch's threads in this run, 1 to 1024; another number computes other last bits, so a resume takes it over.</summary>
    public required int Threads { get; init; }

    /// <summary>Versions of what computed the weights; other ones compute other last bits.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Epochs done, from 0.</summary>
    public int Epoch => History.Count;

    /// <summary>The weights to predict with: the average where there is one.</summary>
    public IReadOnlyDictionary<string, float[]> ModelWeights => AverageWeights ?? Weights;

    /// <summary>SHA-256 in lower-case hexadecimal over names and bytes of <see cref="ModelWeights"/>, by name.</summary>
    public string WeightsSha256 => TensorChecksum.Of(ModelWeights);

    /// <summary>A network with <see cref="ModelWeights"/>. The caller disposes of it.</summary>
    public NeuralNetwork CreateNetwork() => NeuralNetwork.Restore(Config.Network, ModelWeights);
}
