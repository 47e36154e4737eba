using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Tests.Checkpoints;

public class ModelFileRefusalTests
{
    private static Checkpoint Averaged => Samples.Averaged;

    private static ModelFile Model => ModelFile.Of(Averaged, new Calibration(1.25, 0.5));

    [Fact]
    public void A_model_is_no_checkpoint_and_a_checkpoint_no_model()
    {
        var asCheckpoint = Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(Model.ToBytes()));
        var asModel = Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(Averaged.ToBytes()));

        Assert.Contains(
            "is 'mnistapi-model' version '3'. It must be mnistapi-checkpoint version 1. Use a whole checkpoint",
            asCheckpoint.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is 'mnistapi-checkpoint' version '1'. It must be mnistapi-model version 2 or 3. Use a file of a model's weights",
            asModel.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("formatVersion", "1", "version '1'. It must be mnistapi-model version 2 or 3.")]
    [InlineData("preprocessing", "mean-std/3", "the preprocessing 'mean-std/3'")]
    [InlineData("config", """{"epochs":0,"network":{"kind":"mlp","hiddenUnits":[1]}}""", "configuration is not valid. The field epochs")]
    [InlineData(
        "config",
        """{"network":{"kind":"mlp","hiddenUnits":[7]}}""",
        "'hidden1.weight' is F32 [392, 24], but the file's configuration needs F32 [784, 7]")]
    [InlineData("seed", "one", "'seed' is not valid")]
    [InlineData("epoch", "0", "'epoch' must be at least 1")]
    [InlineData("validationAccuracy", "1.5", "'validationAccuracy' between 0 and 1. They are 1 and 1.5")]
    [InlineData("validationAccuracy", "\"NaN\"", "'validationAccuracy' between 0 and 1. They are 1 and \"NaN\"")]
    [InlineData("calibration", "null", "'calibration' is not valid")]
    [InlineData(
        "calibration", """{"temperature":0,"confidenceThreshold":0}""", "'calibration' must have a temperature between 0.05 and 20")]
    [InlineData(
        "calibration", """{"temperature":"NaN","confidenceThreshold":0}""", "'calibration' must have a temperature between 0.05 and 20")]
    [InlineData(
        "calibration",
        """{"temperature":1,"confidenceThreshold":1.5}""",
        "confidenceThreshold between 0 and 1. It is {\"temperature\":1,\"confidenceThreshold\":1.5}")]
    [InlineData(
        "calibration",
        """{"temperature":1}""",
        "confidenceThreshold between 0 and 1. It is {\"temperature\":1,\"confidenceThreshold\":\"NaN\"}")]
    [InlineData("weightsSha256", "00", "It is '00'.")]
    public void Metadata_that_are_not_a_models_are_refused(string key, string value, string message)
    {
        var file = SafetensorsFile.Read(Model.ToBytes());
        var changed = new SafetensorsFile(
            file.Metadata.Select(entry => entry.Key == key ? KeyValuePair.Create(key, value) : entry), file.Tensors);

        var exception = Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(changed.ToBytes()));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_weights_under_the_old_checksum_are_refused_though_the_file_s_own_checksum_is_right()
    {
        var file = SafetensorsFile.Read(Model.ToBytes());
        var tampered = file.Tensors[0].Data.ToArray();
        tampered[0] ^= 1;
        var changed = new SafetensorsFile(
            file.Metadata,
            [new SafetensorsTensor(file.Tensors[0].Name, file.Tensors[0].Dtype, file.Tensors[0].Shape, tampered), .. file.Tensors.Skip(1)]);

        Assert.Contains(
            "'weightsSha256' must be the SHA-256 of its weights",
            Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(changed.ToBytes())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_entry_or_tensor_is_named()
    {
        var file = SafetensorsFile.Read(Model.ToBytes());
        var withoutCalibration = new SafetensorsFile(file.Metadata.Where(entry => entry.Key != "calibration"), file.Tensors);
        var withoutBias = new SafetensorsFile(file.Metadata, file.Tensors.Where(tensor => tensor.Name != "output.bias"));

        Assert.Contains(
            "has no metadata 'calibration'",
            Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(withoutCalibration.ToBytes())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'output.bias' is missing",
            Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(withoutBias.ToBytes())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_a_missing_end_a_missing_checksum_and_too_large_a_file_are_refused()
    {
        var flipped = Model.ToBytes();
        flipped[^100] ^= 1;
        var unsigned = Model.ToBytes();
        "\"sha255\""u8.CopyTo(unsigned.AsSpan(unsigned.AsSpan().IndexOf("\"sha256\""u8)));

        Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(flipped));
        Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(unsigned));
        Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(Model.ToBytes().AsMemory(..^1)));
        var largest = sizeof(float) * NetworkConfig.MaxParameterCount + (4 << 20);
        Assert.Contains(
            $"The most is {largest}",
            Assert.Throws<CheckpointFormatException>(() => ModelFile.Read(new byte[largest + 1])).Message,
            StringComparison.Ordinal);
    }
}
