using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistApi.Training.Tests.Networks;

public sealed class NeuralNetworkTests : IDisposable
{
    private static readonly NetworkConfig Softmax = new() { Kind = NetworkKind.SoftmaxRegression };
    private static readonly NetworkConfig LectureMlp = new()
    {
        Kind = NetworkKind.Mlp,
        HiddenUnits = [256],
        Initialization = Initialization.StandardNormal,
    };

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<NetworkConfig, long> ParameterCounts => new()
    {
        { Softmax, 784 * 10 + 10 },
        { LectureMlp, 784 * 256 + 256 + 256 * 10 + 10 },
        { LectureMlp with { HiddenUnits = [64, 32, 16] }, 784 * 64 + 64 + 64 * 32 + 32 + 32 * 16 + 16 + 16 * 10 + 10 },
        // With batch normalization a scale and a shift per unit take the place of the bias.
        { LectureMlp with { HiddenUnits = [64], BatchNorm = true }, 784 * 64 + 2 * 64 + 64 * 10 + 10 },
        {
            new NetworkConfig
            {
                Kind = NetworkKind.Cnn,
                HiddenUnits = [32],
                Convolutions =
                [
                    new ConvolutionConfig { Channels = 8, Kernel = 5, Stride = 2 },
                    new ConvolutionConfig { Channels = 16, Kernel = 3, Pooling = 2 },
                ],
            },
            (8 * 25 + 8) + (16 * 8 * 9 + 16) + (16 * 7 * 7 * 32 + 32) + (32 * 10 + 10)
        },
    };

    [Theory]
    [MemberData(nameof(ParameterCounts))]
    public void A_network_has_the_parameters_that_its_description_says(NetworkConfig config, long expected)
    {
        using var network = NeuralNetwork.Create(config, seed: 1);

        Assert.Equal(expected, network.ParameterCount);
        Assert.Equal(expected, network.Parameters.Sum(parameter => parameter.Tensor.numel()));
        Assert.Equal([7, 10], network.Forward(zeros(7, 784)).shape);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    public void An_mlp_computes_what_the_lecture_writes(Activation activation)
    {
        using var network = NeuralNetwork.Create(LectureMlp with { Activation = activation }, seed: 1);
        var w = network.State.ToDictionary(named => named.Name, named => named.Tensor);
        var x = rand(5, 784);

        var hidden = x.matmul(w["hidden1.weight"]) + w["hidden1.bias"];
        var active = activation switch
        {
            Activation.Relu => hidden.clamp(min: 0),
            Activation.Tanh => hidden.tanh(),
            _ => 1 / (1 + (-hidden).exp()),
        };
        var expected = active.matmul(w["output.weight"]) + w["output.bias"];

        Assert.True(network.Forward(x).allclose(expected, rtol: 1e-4, atol: 1e-3));
    }

    [Fact]
    public void Dropout_switches_off_its_share_while_training_and_nothing_in_evaluation()
    {
        // Weights of 1 and inputs of 1 make every hidden unit 784; the scaled survivors keep the expected sum.
        var config = new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [1000], Dropout = 0.3 };
        using var template = NeuralNetwork.Create(config, seed: 1);
        float[] Values(NamedTensor named) =>
            named.Name.EndsWith("bias", StringComparison.Ordinal)
                ? new float[named.Tensor.numel()]
                : [.. Enumerable.Repeat(1f, (int)named.Tensor.numel())];
        using var network = NeuralNetwork.Restore(config, template.State.ToDictionary(named => named.Name, Values));
        var images = ones(50, 784);

        var evaluated = network.Forward(images);
        var trained = network.Forward(images, new TrainingPass(Seed: 1, Epoch: 1, Step: 1));

        Assert.True(evaluated.allclose(full_like(evaluated, 784_000f)));
        Assert.Equal(784_000, trained.mean().item<float>(), 784_000 * 0.01);
        Assert.True(trained.std().item<float>() > 1000);
    }

    [Fact]
    public void Dropout_masks_depend_on_seed_epoch_and_step()
    {
        using var network = NeuralNetwork.Create(new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [64], Dropout = 0.5 }, seed: 1);
        var images = ones(8, 784);
        float[] Logits(long seed, int epoch, int step) => network
            .Forward(images, new TrainingPass(seed, epoch, step))
            .data<float>()
            .ToArray();

        Assert.Equal(Logits(1, 1, 1), Logits(1, 1, 1));
        Assert.NotEqual(Logits(1, 1, 1), Logits(2, 1, 1));
        Assert.NotEqual(Logits(1, 1, 1), Logits(1, 2, 1));
        Assert.NotEqual(Logits(1, 1, 1), Logits(1, 1, 2));
    }

    [Fact]
    public void Batch_normalization_uses_the_batch_while_training_and_its_running_averages_in_evaluation()
    {
        using var network = NeuralNetwork.Create(
            new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [16], BatchNorm = true }, seed: 1);
        var running = network.State.Single(named => named.Name == "hidden1.norm.runningMean").Tensor;
        var (first, second) = (rand(8, 784), rand(8, 784));

        var alone = network.Forward(first);
        var together = network.Forward(cat([first, second * 3]))[..8];
        Assert.True(alone.allclose(together, atol: 1e-5), "In evaluation an image's logits do not depend on its neighbours.");
        Assert.Equal(0, running.abs().max().item<float>());

        var aloneInTraining = network.Forward(first, new TrainingPass(1, 1, 1));
        var togetherInTraining = network.Forward(cat([first, second * 3]), new TrainingPass(1, 1, 1))[..8];
        Assert.False(aloneInTraining.allclose(togetherInTraining, atol: 1e-2));
        Assert.True(running.abs().max().item<float>() > 0);
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(100, false)] // A block of the first layer's product and a rest.
    [InlineData(100, true)]  // No bias, and dropout masks.
    [InlineData(10, false)]  // Too narrow for it.
    public void Gradients_are_those_of_autograd(int units, bool batchNormAndDropout)
    {
        using var network = NeuralNetwork.Create(
            new NetworkConfig
            {
                Kind = NetworkKind.Mlp,
                HiddenUnits = [units, 16],
                BatchNorm = batchNormAndDropout,
                Dropout = batchNormAndDropout ? 0.5 : 0,
            },
            seed: 1);
        var digits = SmallTraining.Dataset.Training.Slice(0, 30);
        var pixels = new float[digits.Pixels.Length];
        Preprocessing.ToUnitRange(digits.Pixels.Span, pixels);
        var (images, labels) = (tensor(pixels, [30, 784]), tensor(digits.Labels.ToArray().Select(label => (long)label).ToArray()));

        var ours = network.Backpropagate(images, new TrainingPass(1, 1, 1), logits => nn.functional.cross_entropy(logits, labels));
        var loss = nn.functional.cross_entropy(network.Forward(images, new TrainingPass(1, 1, 1)), labels);
        var theirs = autograd.grad([loss], [.. network.Parameters.Select(parameter => parameter.Tensor)]);

        Assert.Equal(loss.item<float>(), ours.Loss.item<float>(), 1e-6f);
        Assert.Equal(theirs.Count, ours.Gradients.Count);
        Assert.All(ours.Gradients.Zip(theirs), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4, atol: 1e-6)));
    }

    [Fact]
    public void Logits_of_many_images_are_those_of_each_alone()
    {
        using var network = NeuralNetwork.Create(LectureMlp, seed: 1);
        var images = SmallTraining.Dataset.Training;

        var all = network.Logits(images.Pixels);

        Assert.Equal(images.Count * 10, all.Length); // 1,200: more than a chunk.
        foreach (var index in new[] { 0, 999, 1000, 1199 })
        {
            var alone = network.Logits(images.Slice(index, 1).Pixels);
            Assert.All(alone.Zip(all[(index * 10)..(index * 10 + 10)]), pair => Assert.Equal(pair.First, pair.Second, 0.001));
        }
    }

    [Fact]
    public void Pixels_that_are_no_whole_images_are_refused()
    {
        using var network = NeuralNetwork.Create(Softmax, seed: 1);

        Assert.Contains(
            "784",
            Assert.Throws<ArgumentException>(() => network.Logits(new byte[ImageSet.PixelsPerImage + 1])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Restoring_names_the_tensor_that_is_missing_or_of_another_size()
    {
        using var network = NeuralNetwork.Create(Softmax, seed: 1);
        var values = network.CopyState().ToDictionary();

        values["output.bias"] = new float[9];
        Assert.Contains(
            "'output.bias' must have 10 elements. It has 9.",
            Assert.Throws<ArgumentException>(() => NeuralNetwork.Restore(Softmax, values)).Message,
            StringComparison.Ordinal);
        values.Remove("output.bias");
        Assert.Contains(
            "'output.bias' is missing",
            Assert.Throws<ArgumentException>(() => NeuralNetwork.Restore(Softmax, values)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _scope.Dispose();
}
