using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks;
using MnistApi.Training.Tests.Training;
using MnistApi.Training.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistApi.Training.Tests.Networks;

/// <summary>The loss that an epoch reports, with a learning rate that changes nothing, against torch over all images at once.</summary>
public sealed class LossFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Cross_entropy_is_torchs_with_label_smoothing(double labelSmoothing)
    {
        var expected = Expected((logits, labels) => nn.functional.cross_entropy(logits, labels, label_smoothing: labelSmoothing));

        Assert.Equal(expected, TrainLoss(SmallTraining.Mlp with { LabelSmoothing = labelSmoothing }), 1e-4);
    }

    [Fact]
    public void The_naive_loss_is_what_the_lecture_writes()
    {
        var expected = Expected((logits, labels) => nn.functional.nll_loss(logits.softmax(1).log(), labels));

        Assert.Equal(expected, TrainLoss(SmallTraining.Mlp with { Loss = LossKind.NaiveCrossEntropy }), 1e-4);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>In batches of 300, 300, 300 and 100: the mean is per image, not per batch.</summary>
    private static double TrainLoss(TrainingConfig config)
    {
        var still = config with
        {
            Epochs = 1,
            BatchSize = 300,
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1e-7 },
        };
        using var trainer = new Trainer(still, SmallTraining.Dataset, seed: 1);
        return trainer.RunToEnd()[0].TrainLoss;
    }

    private static double Expected(Func<Tensor, Tensor, Tensor> loss)
    {
        using var network = NeuralNetwork.Create(SmallTraining.Mlp.Network, seed: 1);
        var training = SmallTraining.Dataset.Split(200).Training;
        var pixels = new float[training.Pixels.Length];
        Preprocessing.ToUnitRange(training.Pixels.Span, pixels);
        var labels = tensor(training.Labels.ToArray().Select(label => (long)label).ToArray());
        return loss(network.Forward(tensor(pixels, [training.Count, 784])), labels).item<float>();
    }
}
