using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Checkpoints;

/// <summary>What checkpoints and models have in common as safetensors files.</summary>
/// <param name="Name">Of the format.</param>
/// <param name="Version">The version that is written.</param>
/// <param name="Description">What to use instead of another file.</param>
internal sealed record FileFormat(string Name, string Version, string Description)
{
    /// <summary>Earlier versions that can be read, too.</summary>
    public IReadOnlyList<string> OlderVersions { get; init; } = [];

    private IEnumerable<string> ReadableVersions => OlderVersions.Append(Version);

    /// <summary>What one must know to predict with the weights, and where they come from.</summary>
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

    /// <summary>The file's configuration, where format, version, preprocessing and its own bounds allow one to use it.</summary>
    public TrainingConfig CheckedConfig(SafetensorsFile file)
    {
        if (Text(file, "format") != Name || !ReadableVersions.Contains(Text(file, "formatVersion")))
            throw new CheckpointFormatException($"The file is a {CheckpointFormatException.Quote(Text(file, "format"))} of version {CheckpointFormatException.Quote(Text(file, "formatVersion"))}; this program reads {Name} of version {string.Join(" or ", ReadableVersions)} here. Use {Description}, and the version of the program that wrote it.");
        if (Text(file, "preprocessing") != Preprocessing.Name)
            throw new CheckpointFormatException($"The model was trained on images prepared by {CheckpointFormatException.Quote(Text(file, "preprocessing"))}; this program prepares them by '{Preprocessing.Name}', so its predictions would be wrong. Train it again.");

        var config = Json<TrainingConfig>(file, "config");
        if (ConfigValidator.Validate(config) is [var error, ..])
            throw new CheckpointFormatException($"The file's configuration is not valid: {error.Message} Use an untouched file.");
        return config;
    }

    public static Dictionary<string, long[]> Shapes(NetworkConfig network) => NetworkLayout.Of(network).Tensors.ToDictionary(spec => spec.Name, spec => spec.Shape);

    public static SafetensorsTensor Tensor(string name, long[] shape, float[] values) =>
        new(name, SafetensorsDtype.F32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    public static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out var text)
        ? text
        : throw new CheckpointFormatException($"The file's metadata lack '{key}': it is a safetensors file, but none of this program's.");

    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, TrainingJson.Options);

    public static T Json<T>(SafetensorsFile file, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(file, key), TrainingJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException($"The file's '{key}' cannot be read: {exception.Message} Use an untouched file, and the version of the program that wrote it.", exception);
        }
    }
}
