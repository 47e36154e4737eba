using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>The common parts of the safetensors files of checkpoints and models.</summary>
/// <param name="Name">The name of the format.</param>
/// <param name="Version">The version that is written.</param>
/// <param name="Description">The kind of file that must be used instead of another.</param>
internal sealed record FileFormat(string Name, string Version, string Description)
{
    /// <summary>What to do about a file that someone changed.</summary>
    public const string UseOriginal = "Use the file as it was written.";

    /// <summary>Earlier versions that can be read, too.</summary>
    public IReadOnlyList<string> OlderVersions { get; init; } = [];

    private IEnumerable<string> ReadableVersions => OlderVersions.Append(Version);

    /// <summary>Metadata that say how to predict with the weights and where they come from.</summary>
    public Dictionary<string, string> Describe(TrainingConfig config, string datasetName, string datasetSha256) => new()
    {
        ["format"] = Name,
        ["formatVersion"] = Version,
        ["preprocessing"] = Preprocessing.Name,
        ["classNames"] = ToJson(Enumerable.Range(0, ImageSet.ClassCount).Select(digit => digit.ToString(CultureInfo.InvariantCulture))),
        ["config"] = ToJson(config),
        ["datasetName"] = datasetName,
        ["datasetSha256"] = datasetSha256,
    };

    /// <summary>
    /// The configuration in the file, after checks of the format, the version, the preprocessing and the configuration itself.
    /// </summary>
    /// <exception cref="CheckpointFormatException">One of the checks failed.</exception>
    public TrainingConfig CheckedConfig(SafetensorsFile file)
    {
        CheckVersion(Text(file, "format"), Text(file, "formatVersion"));
        CheckPreprocessing(Text(file, "preprocessing"));
        var config = Json<TrainingConfig>(file, "config");
        if (ConfigValidator.Validate(config) is [var error, ..])
            throw new CheckpointFormatException($"The file's configuration is not valid. {error.Message} {UseOriginal}");
        return config;
    }

    public static Dictionary<string, long[]> Shapes(NetworkConfig network) =>
        NetworkLayout.Of(network).Tensors.ToDictionary(spec => spec.Name, spec => spec.Shape);

    public static SafetensorsTensor Tensor(string name, long[] shape, float[] values) =>
        new(name, SafetensorsDtype.F32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    public static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out var text)
        ? text
        : throw new CheckpointFormatException($"The file has no metadata '{key}'. This program did not write it.");

    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, TrainingJson.Options);

    public static T Json<T>(SafetensorsFile file, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(file, key), TrainingJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(
                $"The file's '{key}' is not valid: {exception.Message} {UseOriginal} Use the program version that wrote it.", exception);
        }
    }

    private void CheckVersion(string format, string version)
    {
        if (format == Name && ReadableVersions.Contains(version)) return;
        throw new CheckpointFormatException(
            $"The file is {CheckpointFormatException.Quote(format)} version {CheckpointFormatException.Quote(version)}. It must be "
            + $"{Name} version {string.Join(" or ", ReadableVersions)}. Use {Description} and the program version that wrote it.");
    }

    private static void CheckPreprocessing(string preprocessing)
    {
        if (preprocessing == Preprocessing.Name) return;
        throw new CheckpointFormatException(
            $"The model was trained on images with the preprocessing {CheckpointFormatException.Quote(preprocessing)}. This program uses "
            + $"'{Preprocessing.Name}', so the predictions would be wrong. Train the model again.");
    }
}
