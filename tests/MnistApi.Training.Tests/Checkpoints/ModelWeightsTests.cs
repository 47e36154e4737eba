using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Tests.Checkpoints;

public class ModelWeightsTests
{
    private static Checkpoint Averaged => Samples.Averaged;

    private static Checkpoint Plain => Samples.Plain;

    [Fact]
    public void The_file_holds_the_averaged_weights_and_no_other_tensor()
    {
        var file = SafetensorsFile.Read(Averaged.ModelWeightsToBytes(), requireChecksum: true);

        Assert.Equal(Averaged.AverageWeights!.Keys.Order(StringComparer.Ordinal), file.Tensors.Select(tensor => tensor.Name));
        Assert.All(file.Tensors, tensor => Assert.Equal(Averaged.AverageWeights[tensor.Name], Floats(tensor)));
        Assert.NotEqual(Averaged.Weights["output.weight"], Averaged.AverageWeights["output.weight"]);
    }

    [Fact]
    public void Without_an_average_the_file_holds_the_weights_as_they_are()
    {
        var file = SafetensorsFile.Read(Plain.ModelWeightsToBytes());

        Assert.Equal(["hidden1.bias", "hidden1.weight", "output.bias", "output.weight"], file.Tensors.Select(tensor => tensor.Name));
        Assert.All(file.Tensors, tensor => Assert.Equal(Plain.Weights[tensor.Name], Floats(tensor)));
    }

    [Fact]
    public void Each_tensor_has_the_shape_that_it_has_in_the_network()
    {
        using var network = Averaged.CreateNetwork();

        var file = SafetensorsFile.Read(Averaged.ModelWeightsToBytes());

        Assert.Equal(network.State.ToDictionary(named => named.Name, named => named.Tensor.shape), file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape));
        Assert.Equal([784, 32], SafetensorsFile.Read(Plain.ModelWeightsToBytes()).Tensors.Single(tensor => tensor.Name == "hidden1.weight").Shape);
        Assert.All(file.Tensors, tensor => Assert.Equal(SafetensorsDtype.F32, tensor.Dtype));
    }

    [Fact]
    public void The_metadata_say_how_to_predict_and_where_the_weights_come_from()
    {
        var metadata = SafetensorsFile.Read(Averaged.ModelWeightsToBytes()).Metadata;

        Assert.Equal(new SortedDictionary<string, string>
        {
            ["format"] = "mnistapi-model",
            ["formatVersion"] = "1",
            ["preprocessing"] = "unit-range-28x28/1",
            ["classNames"] = """["0","1","2","3","4","5","6","7","8","9"]""",
            ["config"] = JsonSerializer.Serialize(Averaged.Config, TrainingJson.Options),
            ["datasetName"] = SmallTraining.Dataset.Name,
            ["datasetSha256"] = SmallTraining.Dataset.Sha256,
            ["epoch"] = "1",
            ["weightsSha256"] = Averaged.WeightsSha256,
        }, metadata);
    }

    [Fact]
    public void The_weights_checksum_can_be_computed_again_from_the_file()
    {
        var file = SafetensorsFile.Read(Averaged.ModelWeightsToBytes());

        byte[] hashed = [.. file.Tensors.SelectMany(tensor => Encoding.UTF8.GetBytes(tensor.Name).Concat(tensor.Data.ToArray()))];

        Assert.Equal(file.Metadata["weightsSha256"], Convert.ToHexStringLower(SHA256.HashData(hashed)));
    }

    [Fact]
    public void A_network_restored_from_the_file_predicts_as_the_checkpoints_does()
    {
        var file = SafetensorsFile.Read(Averaged.ModelWeightsToBytes());
        var config = JsonSerializer.Deserialize<TrainingConfig>(file.Metadata["config"], TrainingJson.Options)!;
        var images = SmallTraining.Dataset.Split(200).Validation.Pixels.Span;
        using var expected = Averaged.CreateNetwork();

        using var network = Network.Restore(config.Network, file.Tensors.ToDictionary(tensor => tensor.Name, Floats));

        Assert.Equal(expected.Logits(images), network.Logits(images));
    }

    [Fact]
    public void A_stream_gets_the_same_bytes_every_time()
    {
        using var stream = new MemoryStream();

        Averaged.WriteModelWeights(stream);

        Assert.Equal(Averaged.ModelWeightsToBytes(), stream.ToArray());
    }

    [Fact]
    public void A_model_s_weights_are_no_checkpoint()
    {
        var exception = Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(Averaged.ModelWeightsToBytes()));

        Assert.Contains("is a 'mnistapi-model' of version '1'; this program reads mnistapi-checkpoint of version 1. Use a whole checkpoint", exception.Message, StringComparison.Ordinal);
    }

    private static float[] Floats(SafetensorsTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray();
}
