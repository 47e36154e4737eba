using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Checkpoints;

/// <summary>Reads and writes models as safetensors files: the weights under their own names, the rest as text in the metadata.</summary>
public static class ModelFileFormat
{
    /// <summary>
    /// Version 1 had no calibration, seed and validation metrics; nothing ever read it. Version 2 called the confidence threshold
    /// <c>acceptFrom</c>.
    /// </summary>
    private static readonly FileFormat Format = new("mnistapi-model", "3", "a file of a model's weights") { OlderVersions = ["2"] };

    /// <summary>The weights of the largest network, and the header.</summary>
    private const long MaximumBytes = sizeof(float) * (long)NetworkConfig.MaxParameterCount + (4 << 20);

    private static readonly string TemperatureRange =
        FormattableString.Invariant($"{Calibration.MinTemperature} and {Calibration.MaxTemperature}");

    extension(ModelFile model)
    {
        /// <summary>
        /// Reads and checks a model. It loads no code, and it refuses a file that is too large or is not a model before it allocates memory
        /// for it.
        /// </summary>
        /// <exception cref="CheckpointFormatException">
        /// The file is truncated, changed, of another kind, or of another format version.
        /// </exception>
        public static ModelFile Read(ReadOnlyMemory<byte> file) => Open(SafetensorsFile.Read(file, requireChecksum: true, MaximumBytes));

        /// <summary>The safetensors file as bytes.</summary>
        public byte[] ToBytes() => Create(model).ToBytes();
    }

    private static SafetensorsFile Create(ModelFile model)
    {
        var metadata = new Dictionary<string, string>(Format.Describe(model.Config, model.DatasetName, model.DatasetSha256))
        {
            ["seed"] = FileFormat.ToJson(model.Seed),
            ["epoch"] = FileFormat.ToJson(model.Epoch),
            ["validationAccuracy"] = FileFormat.ToJson(model.ValidationAccuracy),
            ["validationLoss"] = FileFormat.ToJson(model.ValidationLoss),
            ["calibration"] = FileFormat.ToJson(model.Calibration),
            ["weightsSha256"] = model.WeightsSha256,
        };
        var shapes = FileFormat.Shapes(model.Config.Network);
        return new SafetensorsFile(metadata, model.Weights.Select(entry => FileFormat.Tensor(entry.Key, shapes[entry.Key], entry.Value)));
    }

    private static ModelFile Open(SafetensorsFile file)
    {
        var config = Format.CheckedConfig(file);
        var model = new ModelFile
        {
            Config = config,
            Seed = FileFormat.Json<long>(file, "seed"),
            DatasetName = FileFormat.Text(file, "datasetName"),
            DatasetSha256 = FileFormat.Text(file, "datasetSha256"),
            Epoch = FileFormat.Json<int>(file, "epoch"),
            ValidationAccuracy = FileFormat.Json<double>(file, "validationAccuracy"),
            ValidationLoss = FileFormat.Json<double>(file, "validationLoss"),
            Calibration = FileFormat.Json<StoredCalibration>(file, "calibration").ToCalibration(),
            Weights = CheckpointTensors.Of(config, file).Take(""),
        };
        if (model.Epoch < 1 || model.ValidationAccuracy is not (>= 0 and <= 1))
            throw Invalid(
                "'epoch' must be at least 1 and its 'validationAccuracy' between 0 and 1",
                $"They are {model.Epoch} and {FileFormat.ToJson(model.ValidationAccuracy)}");
        if (!model.Calibration.IsValid)
            throw Invalid(
                $"'calibration' must have a temperature between {TemperatureRange} and a confidenceThreshold between 0 and 1",
                $"It is {FileFormat.ToJson(model.Calibration)}");
        if (FileFormat.Text(file, "weightsSha256") is var expected && expected != model.WeightsSha256)
            throw Invalid(
                $"'weightsSha256' must be the SHA-256 of its weights, {model.WeightsSha256}",
                $"It is {CheckpointFormatException.Quote(expected)}");
        return model;
    }

    private static CheckpointFormatException Invalid(string rule, string found) =>
        new($"The model's {rule}. {found}. {FileFormat.UseOriginal}");

    /// <summary>A calibration in a file of any version. A threshold that is missing becomes NaN, which is out of bounds.</summary>
    private sealed record StoredCalibration(double Temperature, double? ConfidenceThreshold, double? AcceptFrom)
    {
        public Calibration ToCalibration() => new(Temperature, ConfidenceThreshold ?? AcceptFrom ?? double.NaN);
    }
}
