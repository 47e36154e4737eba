using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistApi.Training.Tests.Networks;

public sealed class WeightInitializerTests : IDisposable
{
    private static readonly NetworkConfig LectureMlp = new()
    {
        Kind = NetworkKind.Mlp,
        HiddenUnits = [256],
        Initialization = Initialization.StandardNormal,
    };

    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void The_lectures_initialization_is_standard_normal_with_zero_biases()
    {
        using var network = NeuralNetwork.Create(LectureMlp, seed: 1);
        var tensors = network.State.ToDictionary(named => named.Name, named => named.Tensor);

        Assert.Equal(0, tensors["hidden1.weight"].mean().item<float>(), 0.01);
        Assert.Equal(1, tensors["hidden1.weight"].std().item<float>(), 0.01);
        Assert.Equal(0, tensors["hidden1.bias"].abs().max().item<float>());
        Assert.Equal(0, tensors["output.bias"].abs().max().item<float>());
    }

    [Fact]
    public void The_default_initialization_is_uniform_within_one_over_the_root_of_the_inputs()
    {
        using var network = NeuralNetwork.Create(LectureMlp with { Initialization = Initialization.Default }, seed: 1);
        var tensors = network.State.ToDictionary(named => named.Name, named => named.Tensor);

        (string, int)[] tensorInputs = [("hidden1.weight", 784), ("hidden1.bias", 784), ("output.weight", 256), ("output.bias", 256)];
        foreach (var (name, inputs) in tensorInputs)
        {
            var bound = 1 / Math.Sqrt(inputs);
            Assert.InRange(tensors[name].abs().max().item<float>(), bound * 0.5, bound);
        }
    }

    [Fact]
    public void Weights_depend_on_the_seed_alone()
    {
        using var first = NeuralNetwork.Create(LectureMlp, seed: 1);
        using var again = NeuralNetwork.Create(LectureMlp, seed: 1);
        using var other = NeuralNetwork.Create(LectureMlp, seed: 2);

        Assert.Equal(first.CopyState()["hidden1.weight"], again.CopyState()["hidden1.weight"]);
        Assert.NotEqual(first.CopyState()["hidden1.weight"], other.CopyState()["hidden1.weight"]);
        Assert.NotEqual(first.CopyState()["hidden1.weight"][..100], first.CopyState()["output.weight"][..100]);
    }

    public void Dispose() => _scope.Dispose();
}
