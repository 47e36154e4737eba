using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Checkpoints;

/// <summary>Reads and writes checkpoints as safetensors files: JSON in the metadata, floats in the tensors.</summary>
public static class CheckpointFile
{
    private const string AveragePrefix = "average.";
    private const string MomentPrefix = "optimizer.";

    /// <summary>The weights, their average and two moments of the largest network, and the header.</summary>
    private const long MaximumBytes = 4 * sizeof(float) * (long)NetworkConfig.MaxParameterCount + (4 << 20);

    private static readonly FileFormat Format = new("mnistapi-checkpoint", "1", "a whole checkpoint");

    extension(Checkpoint checkpoint)
    {
        /// <summary>
        /// Reads and checks a checkpoint. It loads no code, and it refuses a file that is too large or is not a checkpoint before it
        /// allocates memory for it.
        /// </summary>
        /// <exception cref="CheckpointFormatException">
        /// The file is truncated, changed, of another kind, or of another format version.
        /// </exception>
        public static Checkpoint Read(ReadOnlyMemory<byte> file) => Open(SafetensorsFile.Read(file, requireChecksum: true, MaximumBytes));

        /// <summary>The safetensors file as bytes.</summary>
        public byte[] ToBytes() => Create(checkpoint).ToBytes();
    }

    private static SafetensorsFile Create(Checkpoint checkpoint)
    {
        var shapes = FileFormat.Shapes(checkpoint.Config.Network);
        return new SafetensorsFile(
            Metadata(checkpoint),
            [
                .. checkpoint.Weights.Select(entry => FileFormat.Tensor(entry.Key, shapes[entry.Key], entry.Value)),
                .. from entry in checkpoint.AverageWeights ?? new Dictionary<string, float[]>()
                   select FileFormat.Tensor(AveragePrefix + entry.Key, shapes[entry.Key], entry.Value),
                .. from entry in checkpoint.Moments
                   select FileFormat.Tensor(MomentPrefix + entry.Key, shapes[ParameterOf(entry.Key)], entry.Value),
            ]);
    }

    /// <summary>The parameter of a moment: <c>hidden1.weight</c> for <c>firstMoment.hidden1.weight</c>.</summary>
    private static string ParameterOf(string moment) => moment[(moment.IndexOf('.') + 1)..];

    private static Checkpoint Open(SafetensorsFile file)
    {
        var config = Format.CheckedConfig(file);
        var history = FileFormat.Json<IReadOnlyList<EpochResult>>(file, "metrics");
        var stepCount = FileFormat.Json<long>(file, "stepCount");
        if (history.Where((result, i) => result?.Epoch != i + 1).Any() || stepCount < history.Count)
            throw new CheckpointFormatException(
                "The checkpoint's 'metrics' must have one result for each epoch from 1 on, and at most as many results as its 'stepCount'. "
                + FileFormat.UseOriginal);

        var threads = FileFormat.Json<int>(file, "threads");
        if (threads is < 1 or > Checkpoint.MaxThreads)
            throw new CheckpointFormatException(
                $"The checkpoint's 'threads' must be between 1 and {Checkpoint.MaxThreads}. It is {threads}. {FileFormat.UseOriginal}");

        var tensors = CheckpointTensors.Of(config, file);
        return new Checkpoint
        {
            Config = config,
            Seed = FileFormat.Json<long>(file, "seed"),
            DatasetName = FileFormat.Text(file, "datasetName"),
            DatasetSha256 = FileFormat.Text(file, "datasetSha256"),
            History = history,
            StepCount = stepCount,
            Threads = threads,
            Versions = FileFormat.Json<IReadOnlyDictionary<string, string>>(file, "versions"),
            Weights = tensors.Take(""),
            AverageWeights = config.WeightAveragingDecay is null ? null : tensors.Take(AveragePrefix),
            Moments = tensors.TakeMoments(MomentPrefix),
        };
    }

    private static Dictionary<string, string> Metadata(Checkpoint checkpoint) => new(
        Format.Describe(checkpoint.Config, checkpoint.DatasetName, checkpoint.DatasetSha256))
    {
        ["modelPrefix"] = checkpoint.AverageWeights is null ? "" : AveragePrefix, // Tells other readers which tensors are for predictions.
        ["seed"] = FileFormat.ToJson(checkpoint.Seed),
        ["metrics"] = FileFormat.ToJson(checkpoint.History),
        ["stepCount"] = FileFormat.ToJson(checkpoint.StepCount),
        ["threads"] = FileFormat.ToJson(checkpoint.Threads),
        ["versions"] = FileFormat.ToJson(checkpoint.Versions),
    };
}
