using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using static TorchSharp.torch;

namespace MnistApi.Training.Tests.Kernels;

public sealed class SubnormalsTests
{
    private static readonly NetworkConfig LectureMlp = new()
    {
        Kind = NetworkKind.Mlp,
        HiddenUnits = [256],
        Initialization = Initialization.StandardNormal,
    };

    [Fact]
    public void The_gradients_of_images_that_are_recognized_with_certainty_are_not_subnormal()
    {
        using var scope = NewDisposeScope();
        using var network = NeuralNetwork.Create(LectureMlp, seed: 1);

        // The probabilities of the other digits are about e^-80 = 2e-35, and their gradients a hundred-thousandth of that.
        static Tensor Certain(Tensor logits)
        {
            var digits = logits.argmax(1);
            return nn.functional.cross_entropy(80 * nn.functional.one_hot(digits, 10) + 1e-4 * logits, digits);
        }

        var result = network.Backpropagate(rand(20, 784), new TrainingPass(1, 1, 1), Certain);

        Assert.DoesNotContain(result.Gradients[0].data<float>().ToArray(), float.IsSubnormal);
    }
}
