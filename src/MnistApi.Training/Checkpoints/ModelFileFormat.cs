using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Checkpoints;

/// <summary>Where the parts of a model stand in a safetensors file: its weights under names without a prefix, the rest as text in the metadata.</summary>
public static class ModelFileFormat
{
    /// <summary>
    /// Version 1 had no calibration, seed and validation metrics; nothing ever read it. Version 2 called the confidence threshold
    /// <c>acceptFrom</c>.
    /// </summary>
    private static readonly FileFormat Format = new("mnistapi-model", "3", "a file of a model's weights") { OlderVersions = ["2"] };

    /// <summary>Weights of the largest network, and the header.</summary>
    private const long MaximumBytes = sizeof(float) * (long)NetworkConfig.MaxParameterCount + (4 << 20);

    extension(ModelFile model)
    {
        /// <summary>
        /// Reads and checks a model. It loads no code, and it refuses a file that is too large or is not a model before it allocates memory for it.
        /// </summary>
        /// <exception cref="CheckpointFormatException">The file is truncated, changed, of another kind, or of another format version.</exception>
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
            throw new CheckpointFormatException($"The model's 'epoch' must be at least 1 and its 'validationAccuracy' between 0 and 1, but they are {model.Epoch} and {FileFormat.ToJson(model.ValidationAccuracy)}. Use an untouched file.");
        if (!model.Calibration.IsValid)
            throw new CheckpointFormatException($"The model's 'calibration' must have a temperature between {FileFormat.ToJson(Calibration.MinTemperature)} and {Calibration.MaxTemperature} and a confidenceThreshold between 0 and 1, but is {FileFormat.ToJson(model.Calibration)}. Use an untouched file.");
        if (model.WeightsSha256 is var found && found != FileFormat.Text(file, "weightsSha256"))
            throw new CheckpointFormatException($"The model's weights have SHA-256 {found}, but its 'weightsSha256' is {CheckpointFormatException.Quote(FileFormat.Text(file, "weightsSha256"))}. Use an untouched file.");
        return model;
    }

    /// <summary>A calibration in a file of any version. A threshold that is missing becomes NaN, which is out of bounds.</summary>
    private sealed record StoredCalibration(double Temperature, double? ConfidenceThreshold, double? AcceptFrom)
    {
        public Calibration ToCalibration() => new(Temperature, ConfidenceThreshold ?? AcceptFrom ?? double.NaN);
    }
}
