using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Checkpoints;

public class CheckpointTests
{
    private static Checkpoint Trained => Samples.Averaged;

    [Fact]
    public void Everything_survives_writing_and_reading()
    {
        var checkpoint = Trained;

        var read = Checkpoint.Read(checkpoint.ToBytes());

        Assert.Equal(JsonSerializer.Serialize(checkpoint, TrainingJson.Options), JsonSerializer.Serialize(read, TrainingJson.Options));
        Assert.Equal(checkpoint.WeightsSha256, read.WeightsSha256);
        Assert.Equal(1, read.Epoch);
    }

    [Fact]
    public void A_model_from_a_checkpoint_gives_the_validation_result_that_the_checkpoint_records()
    {
        var checkpoint = Checkpoint.Read(Trained.ToBytes());
        using var network = checkpoint.CreateNetwork();
        var validation = SmallTraining.Dataset.Split(200).Validation;

        var result = Evaluator.Evaluate(new Predictor(checkpoint), validation);

        Assert.Equal(Trained.History[^1].ValidationLoss, result.Loss);
        Assert.Equal(Trained.History[^1].ValidationAccuracy, result.Accuracy);
        Assert.Equal(result.Loss, Evaluator.Evaluate(network, validation).Loss, 1e-6);
    }

    [Fact]
    public void The_same_checkpoint_gives_the_same_bytes()
    {
        Assert.Equal(Trained.ToBytes(), Trained.ToBytes());
    }

    [Fact]
    public void The_file_says_what_it_is_to_every_reader_of_safetensors()
    {
        var file = SafetensorsFile.Read(Trained.ToBytes());

        Assert.Equal("mnistapi-checkpoint", file.Metadata["format"]);
        Assert.Equal("1", file.Metadata["formatVersion"]);
        Assert.Equal("unit-range-28x28/1", file.Metadata["preprocessing"]);
        Assert.Equal("average.", file.Metadata["modelPrefix"]);
        Assert.Equal("""["0","1","2","3","4","5","6","7","8","9"]""", file.Metadata["classNames"]);
        Assert.Equal(SmallTraining.Dataset.Sha256, file.Metadata["datasetSha256"]);
        Assert.Equal("cnn", JsonNode.Parse(file.Metadata["config"])!["network"]!["kind"]!.GetValue<string>());
        Assert.Equal("0.107.0", JsonNode.Parse(file.Metadata["versions"])!["torchSharp"]!.GetValue<string>()[..7]);
        Assert.Equal([6, 1, 5, 5], file.Tensors.Single(tensor => tensor.Name == "convolution1.weight").Shape);
        Assert.Equal([6, 1, 5, 5], file.Tensors.Single(tensor => tensor.Name == "average.convolution1.weight").Shape);
        Assert.Equal([6, 1, 5, 5], file.Tensors.Single(tensor => tensor.Name == "optimizer.secondMoment.convolution1.weight").Shape);
    }

    [Fact]
    public void A_run_of_NaN_can_be_kept_as_well()
    {
        var history = new EpochResult(1, double.NaN, 0.1, double.PositiveInfinity, 0.0958, 0.01, 1, 1000);

        var read = Checkpoint.Read((Trained with { History = [history] }).ToBytes());

        Assert.Equal(history, Assert.Single(read.History));
    }

    [Theory]
    [InlineData("format", "keras", "is 'keras' version '1'. It must be mnistapi-checkpoint version 1.")]
    [InlineData("formatVersion", "2", "version '2'. It must be mnistapi-checkpoint version 1.")]
    [InlineData("preprocessing", "mean-std/3", "the preprocessing 'mean-std/3'")]
    [InlineData("config", "{", "'config' is not valid")]
    [InlineData("config", """{"$type":"System.Diagnostics.Process"}""", "'config' is not valid")]
    [InlineData("config", """{"epochs":0,"network":{"kind":"mlp","hiddenUnits":[1]}}""", "configuration is not valid. The field epochs")]
    [InlineData("config", """{"network":{"kind":"mlp","hiddenUnits":[4000,4000]}}""", "configuration is not valid. The network has")]
    [InlineData(
        "config",
        """{"network":{"kind":"mlp","hiddenUnits":[7]}}""",
        "'hidden1.weight' is F32 [392, 24], but the file's configuration needs F32 [784, 7]")]
    [InlineData("config", """{"network":{"kind":"mlp","hiddenUnits":[24, 8]}}""", "the file's configuration needs")]
    [InlineData("seed", "one", "'seed' is not valid")]
    [InlineData("metrics", "null", "'metrics' is not valid")]
    [InlineData("metrics", "[null]", "'metrics' must have one result for each epoch")]
    [InlineData("threads", "0", "'threads' must be between 1 and 1024. It is 0.")]
    [InlineData("stepCount", "-1", "at most as many results as its 'stepCount'")]
    [InlineData("config", """{"network":{"kind":"cnn","convolutions":[null]}}""", "must not have null items")]
    public void Metadata_that_are_not_a_checkpoints_are_refused(string key, string value, string message)
    {
        var file = SafetensorsFile.Read(Trained.ToBytes());
        var changed = new SafetensorsFile(
            file.Metadata.Select(entry => entry.Key == key ? KeyValuePair.Create(key, value) : entry), file.Tensors);

        var exception = Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(changed.ToBytes()));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tensor_or_entry_is_named()
    {
        var file = SafetensorsFile.Read(Trained.ToBytes());
        var withoutTensor = new SafetensorsFile(
            file.Metadata, file.Tensors.Where(tensor => tensor.Name != "optimizer.firstMoment.output.bias"));
        var withoutSeed = new SafetensorsFile(file.Metadata.Where(entry => entry.Key != "seed"), file.Tensors);

        Assert.Contains(
            "'optimizer.firstMoment.output.bias' is missing",
            Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(withoutTensor.ToBytes())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has no metadata 'seed'",
            Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(withoutSeed.ToBytes())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_and_a_missing_checksum_are_refused()
    {
        var bytes = Trained.ToBytes();
        bytes[^100] ^= 1;
        Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(bytes));

        var unsigned = Trained.ToBytes();
        var key = unsigned.AsSpan().IndexOf("\"sha256\""u8);
        "\"sha255\""u8.CopyTo(unsigned.AsSpan(key));
        Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(unsigned));
    }

    [Fact]
    public void A_file_larger_than_any_checkpoint_is_refused()
    {
        var largest = 4 * sizeof(float) * NetworkConfig.MaxParameterCount + (4 << 20);

        var error = Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(new byte[largest + 1]));

        Assert.Contains($"The most is {largest}", error.Message, StringComparison.Ordinal);
    }
}
