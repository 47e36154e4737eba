using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>Where the parts of a checkpoint stand in a safetensors file: JSON in its metadata, floats in its tensors.</summary>
internal static class CheckpointFile
{
    private const string Format = "mnistapi-checkpoint";
    private const string ModelFormat = "mnistapi-model";
    private const string FormatVersion = "1";
    private const string AveragePrefix = "average.";
    private const string MomentPrefix = "optimizer.";

    /// <summary>Weights, their average and two moments of the largest network, and the header.</summary>
    public const long MaximumBytes = 4 * sizeof(float) * (long)NetworkConfig.MaxParameterCount + (4 << 20);

    public static SafetensorsFile Create(Checkpoint checkpoint)
    {
        var shapes = Shapes(checkpoint);
        return new SafetensorsFile(
            Metadata(checkpoint),
            [
                .. checkpoint.Weights.Select(entry => Tensor(entry.Key, shapes[entry.Key], entry.Value)),
                .. (checkpoint.AverageWeights ?? new Dictionary<string, float[]>()).Select(entry => Tensor(AveragePrefix + entry.Key, shapes[entry.Key], entry.Value)),
                .. checkpoint.Moments.Select(entry => Tensor(MomentPrefix + entry.Key, shapes[entry.Key[(entry.Key.IndexOf('.') + 1)..]], entry.Value)),
            ]);
    }

    /// <summary>Only what predictions need, under names without a prefix.</summary>
    public static SafetensorsFile CreateModel(Checkpoint checkpoint)
    {
        var shapes = Shapes(checkpoint);
        var metadata = new Dictionary<string, string>(Description(checkpoint, ModelFormat))
        {
            ["epoch"] = ToJson(checkpoint.Epoch),
            ["weightsSha256"] = checkpoint.WeightsSha256,
        };
        return new SafetensorsFile(metadata, checkpoint.ModelWeights.Select(entry => Tensor(entry.Key, shapes[entry.Key], entry.Value)));
    }

    public static Checkpoint Open(SafetensorsFile file)
    {
        if (Text(file, "format") != Format || Text(file, "formatVersion") != FormatVersion)
            throw new CheckpointFormatException($"The file is a {CheckpointFormatException.Quote(Text(file, "format"))} of version {CheckpointFormatException.Quote(Text(file, "formatVersion"))}; this program reads {Format} of version {FormatVersion}. Use a whole checkpoint, and the version of the program that wrote it.");
        if (Text(file, "preprocessing") != Preprocessing.Name)
            throw new CheckpointFormatException($"The model was trained on images prepared by {CheckpointFormatException.Quote(Text(file, "preprocessing"))}; this program prepares them by '{Preprocessing.Name}', so its predictions would be wrong. Train it again.");

        var config = Json<TrainingConfig>(file, "config");
        if (ConfigValidator.Validate(config) is [var fault, ..])
            throw new CheckpointFormatException($"The checkpoint's configuration is not valid: {fault.Message} Use an untouched file.");

        var history = Json<IReadOnlyList<EpochResult>>(file, "metrics");
        var stepCount = Json<long>(file, "stepCount");
        if (history.Where((result, i) => result?.Epoch != i + 1).Any() || stepCount < history.Count)
            throw new CheckpointFormatException("The checkpoint's 'metrics' are not one result per epoch from 1 on, or its 'stepCount' is smaller than their number. Use an untouched file.");

        var threads = Json<int>(file, "threads");
        if (threads is < 1 or > Trainer.MaxThreads)
            throw new CheckpointFormatException($"The checkpoint's 'threads' must be between 1 and {Trainer.MaxThreads}, but is {threads}. Use an untouched file.");

        var tensors = CheckpointTensors.Of(config, file);
        return new Checkpoint
        {
            Config = config,
            Seed = Json<long>(file, "seed"),
            DatasetName = Text(file, "datasetName"),
            DatasetSha256 = Text(file, "datasetSha256"),
            History = history,
            StepCount = stepCount,
            Threads = threads,
            Versions = Json<IReadOnlyDictionary<string, string>>(file, "versions"),
            Weights = tensors.Take(""),
            AverageWeights = config.WeightAveragingDecay is null ? null : tensors.Take(AveragePrefix),
            Moments = tensors.TakeMoments(MomentPrefix),
        };
    }

    private static Dictionary<string, long[]> Shapes(Checkpoint checkpoint) =>
        NetworkLayout.Of(checkpoint.Config.Network).Tensors.ToDictionary(spec => spec.Name, spec => spec.Shape);

    private static Dictionary<string, string> Metadata(Checkpoint checkpoint) => new(Description(checkpoint, Format))
    {
        ["modelPrefix"] = checkpoint.AverageWeights is null ? "" : AveragePrefix, // For other readers: which tensors predict best.
        ["seed"] = ToJson(checkpoint.Seed),
        ["metrics"] = ToJson(checkpoint.History),
        ["stepCount"] = ToJson(checkpoint.StepCount),
        ["threads"] = ToJson(checkpoint.Threads),
        ["versions"] = ToJson(checkpoint.Versions),
    };

    /// <summary>What one must know to predict with the weights, and where they come from.</summary>
    private static Dictionary<string, string> Description(Checkpoint checkpoint, string format) => new()
    {
        ["format"] = format,
        ["formatVersion"] = FormatVersion,
        ["preprocessing"] = Preprocessing.Name,
        ["classNames"] = ToJson(Enumerable.Range(0, ImageSet.ClassCount).Select(digit => digit.ToString(CultureInfo.InvariantCulture))),
        ["config"] = ToJson(checkpoint.Config),
        ["datasetName"] = checkpoint.DatasetName,
        ["datasetSha256"] = checkpoint.DatasetSha256,
    };

    private static SafetensorsTensor Tensor(string name, long[] shape, float[] values) =>
        new(name, SafetensorsDtype.F32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    private static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out var text)
        ? text
        : throw new CheckpointFormatException($"The file's metadata lack '{key}': it is a safetensors file, but no checkpoint of this program.");

    private static string ToJson<T>(T value) => JsonSerializer.Serialize(value, TrainingJson.Options);

    private static T Json<T>(SafetensorsFile file, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(file, key), TrainingJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException($"The checkpoint's '{key}' cannot be read: {exception.Message} Use an untouched file, and the version of the program that wrote it.", exception);
        }
    }
}
