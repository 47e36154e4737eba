using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Checkpoints;

/// <summary>Where the parts of a model stand in a safetensors file: its weights under names without a prefix, the rest as text in the metadata.</summary>
internal static class ModelFileFormat
{
    /// <summary>Version 1 had no calibration, seed and validation, and nothing read it.</summary>
    public static readonly FileFormat Format = new("mnistapi-model", "2", "a file of a model's weights");

    /// <summary>Weights of the largest network, and the header.</summary>
    public const long MaximumBytes = sizeof(float) * (long)NetworkConfig.MaxParameterCount + (4 << 20);

    public static SafetensorsFile Create(ModelFile model)
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

    public static ModelFile Open(SafetensorsFile file)
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
            Calibration = FileFormat.Json<Calibration>(file, "calibration"),
            Weights = CheckpointTensors.Of(config, file).Take(""),
        };
        if (model.Epoch < 1 || model.ValidationAccuracy is not (>= 0 and <= 1))
            throw new CheckpointFormatException($"The model's 'epoch' must be at least 1 and its 'validationAccuracy' between 0 and 1, but they are {model.Epoch} and {FileFormat.ToJson(model.ValidationAccuracy)}. Use an untouched file.");
        if (!model.Calibration.IsValid)
            throw new CheckpointFormatException($"The model's 'calibration' must have a temperature between {FileFormat.ToJson(Calibration.MinTemperature)} and {Calibration.MaxTemperature} and an acceptFrom between 0 and 1, but is {FileFormat.ToJson(model.Calibration)}. Use an untouched file.");
        if (model.WeightsSha256 is var found && found != FileFormat.Text(file, "weightsSha256"))
            throw new CheckpointFormatException($"The model's weights have SHA-256 {found}, but its 'weightsSha256' is {CheckpointFormatException.Quote(FileFormat.Text(file, "weightsSha256"))}. Use an untouched file.");
        return model;
    }
}
