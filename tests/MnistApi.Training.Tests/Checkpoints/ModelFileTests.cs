using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Configuration;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Checkpoints;

public class ModelFileTests
{
    private static Checkpoint Averaged => Samples.Averaged;

    private static Checkpoint Plain => Samples.Plain;

    private static ModelFile Model => ModelFile.Of(Averaged, new Calibration(1.25, 0.5));

    [Fact]
    public void Everything_survives_writing_and_reading()
    {
        var read = ModelFile.Read(Model.ToBytes());

        Assert.Equal(JsonSerializer.Serialize(Model, TrainingJson.Options), JsonSerializer.Serialize(read, TrainingJson.Options));
        Assert.Equal(new Calibration(1.25, 0.5), read.Calibration);
        Assert.Equal(Averaged.WeightsSha256, read.WeightsSha256);
    }

    [Fact]
    public void A_model_says_of_a_checkpoint_where_it_comes_from_and_how_it_did_on_validation()
    {
        var last = Averaged.History[^1];

        Assert.Equal((Averaged.Seed, Averaged.DatasetName, Averaged.DatasetSha256), (Model.Seed, Model.DatasetName, Model.DatasetSha256));
        Assert.Equal(
            (last.Epoch, last.ValidationAccuracy, last.ValidationLoss), (Model.Epoch, Model.ValidationAccuracy, Model.ValidationLoss));
        Assert.Throws<ArgumentException>(() => ModelFile.Of(Averaged with { History = [] }, Calibration.None));
    }

    [Fact]
    public void The_file_holds_the_averaged_weights_and_no_other_tensor()
    {
        var file = SafetensorsFile.Read(Model.ToBytes(), requireChecksum: true);

        Assert.Equal(Averaged.AverageWeights!.Keys.Order(StringComparer.Ordinal), file.Tensors.Select(tensor => tensor.Name));
        Assert.All(file.Tensors, tensor => Assert.Equal(Averaged.AverageWeights[tensor.Name], Floats(tensor)));
        Assert.NotEqual(Averaged.Weights["output.weight"], Averaged.AverageWeights["output.weight"]);
    }

    [Fact]
    public void Without_an_average_the_file_holds_the_weights_as_they_are()
    {
        var file = SafetensorsFile.Read(ModelFile.Of(Plain, Calibration.None).ToBytes());

        Assert.Equal(["hidden1.bias", "hidden1.weight", "output.bias", "output.weight"], file.Tensors.Select(tensor => tensor.Name));
        Assert.All(file.Tensors, tensor => Assert.Equal(Plain.Weights[tensor.Name], Floats(tensor)));
    }

    [Fact]
    public void Each_tensor_has_the_shape_that_it_has_in_the_network()
    {
        using var network = Averaged.CreateNetwork();

        var file = SafetensorsFile.Read(Model.ToBytes());

        Assert.Equal(
            network.State.ToDictionary(named => named.Name, named => named.Tensor.shape),
            file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape));
        Assert.Equal(
            [784, 32],
            SafetensorsFile.Read(ModelFile.Of(Plain, Calibration.None).ToBytes()).Tensors
                .Single(tensor => tensor.Name == "hidden1.weight").Shape);
        Assert.All(file.Tensors, tensor => Assert.Equal(SafetensorsDtype.F32, tensor.Dtype));
    }

    [Fact]
    public void The_metadata_say_how_to_predict_and_where_the_weights_come_from()
    {
        var metadata = SafetensorsFile.Read(Model.ToBytes()).Metadata;

        Assert.Equal(new SortedDictionary<string, string>
        {
            ["format"] = "mnistapi-model",
            ["formatVersion"] = "3",
            ["preprocessing"] = "unit-range-28x28/1",
            ["classNames"] = """["0","1","2","3","4","5","6","7","8","9"]""",
            ["config"] = JsonSerializer.Serialize(Averaged.Config, TrainingJson.Options),
            ["datasetName"] = SmallTraining.Dataset.Name,
            ["datasetSha256"] = SmallTraining.Dataset.Sha256,
            ["seed"] = "1",
            ["epoch"] = "1",
            ["validationAccuracy"] = JsonSerializer.Serialize(Averaged.History[0].ValidationAccuracy, TrainingJson.Options),
            ["validationLoss"] = JsonSerializer.Serialize(Averaged.History[0].ValidationLoss, TrainingJson.Options),
            ["calibration"] = """{"temperature":1.25,"confidenceThreshold":0.5}""",
            ["weightsSha256"] = Averaged.WeightsSha256,
        }, metadata);
    }

    [Fact]
    public void The_weights_checksum_can_be_computed_again_from_the_file()
    {
        var file = SafetensorsFile.Read(Model.ToBytes());

        byte[] hashed = [.. file.Tensors.SelectMany(tensor => Encoding.UTF8.GetBytes(tensor.Name).Concat(tensor.Data.ToArray()))];

        Assert.Equal(file.Metadata["weightsSha256"], Convert.ToHexStringLower(SHA256.HashData(hashed)));
    }

    [Fact]
    public void A_network_from_the_file_predicts_as_the_checkpoints_does()
    {
        var images = SmallTraining.Dataset.Split(200).Validation.Pixels;
        using var expected = Averaged.CreateNetwork();

        using var network = ModelFile.Read(Model.ToBytes()).CreateNetwork();

        Assert.Equal(expected.Logits(images), network.Logits(images));
    }

    [Fact]
    public void A_model_has_the_same_bytes_every_time()
    {
        Assert.Equal(Model.ToBytes(), Model.ToBytes());
    }

    [Fact]
    public void A_model_of_NaN_can_be_kept_as_well()
    {
        var model = Model with
        {
            ValidationLoss = double.NaN,
            Weights = Model.Weights.ToDictionary(entry => entry.Key, entry => entry.Value.Select(_ => float.NaN).ToArray()),
        };

        var read = ModelFile.Read(model.ToBytes());

        Assert.Equal((double.NaN, model.WeightsSha256), (read.ValidationLoss, read.WeightsSha256));
    }

    [Fact]
    public void A_file_of_version_2_is_read_with_its_name_for_the_confidence_threshold()
    {
        var file = SafetensorsFile.Read(Model.ToBytes());
        var older = new SafetensorsFile(
            new Dictionary<string, string>(file.Metadata)
            {
                ["formatVersion"] = "2",
                ["calibration"] = """{"temperature":1.25,"acceptFrom":0.5}""",
            },
            file.Tensors);

        var read = ModelFile.Read(older.ToBytes());

        Assert.Equal(new Calibration(1.25, 0.5), read.Calibration);
        Assert.Equal(Model.ToBytes(), read.ToBytes());
    }

    private static float[] Floats(SafetensorsTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray();
}
