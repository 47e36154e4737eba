using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;

namespace MnistApi.Training.Tests.Inference;

/// <summary>The predictor computes networks without libtorch. Its probabilities must be those of the network that was trained.</summary>
public sealed class PredictorAgreementTests
{
    private const float Tolerance = 1e-5f;

    /// <summary>
    /// The rounding error of a sum of 784 products, as a share of the largest logit. The lecture's initial logits exceed 100.
    /// </summary>
    private const float RoundingError = 1e-6f;

    private static readonly ImageSet Digits = SyntheticDigits.Draw(seed: 1, count: 40);

    public static TheoryData<string> RecipeNames => [.. Recipes.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(RecipeNames))]
    public void Every_recipe_s_network_gets_the_probabilities_that_libtorch_computes(string recipe) =>
        AssertAgreement(Recipes.Find(recipe)!.Config);

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Gelu)]
    public void So_does_every_activation(Activation activation)
    {
        AssertAgreement(Mlp(activation, hasBatchNorm: false));
        AssertAgreement(Mlp(activation, hasBatchNorm: true));
        AssertAgreement(Cnn(activation, new ConvolutionConfig { Channels = 20, Kernel = 3, Pooling = 2 }));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 2, 3)]
    [InlineData(4, 3, 1)]
    [InlineData(5, 2, 2)]
    [InlineData(6, 1, 4)]
    [InlineData(7, 4, 1)]
    public void So_does_every_kernel_stride_and_pooling_with_any_number_of_channels(int kernel, int stride, int pooling)
    {
        AssertAgreement(Cnn(
            Activation.Relu,
            new ConvolutionConfig { Channels = 5, Kernel = kernel, Stride = stride, Pooling = pooling },
            new ConvolutionConfig { Channels = 33, Kernel = kernel, Stride = stride, Pooling = pooling },
            new ConvolutionConfig { Channels = 16, Kernel = kernel }));
    }

    [Fact]
    public void A_network_whose_weights_are_not_finite_gets_probabilities_that_are_not_finite()
    {
        var config = Mlp(Activation.Relu, hasBatchNorm: false);
        using var network = NeuralNetwork.Create(config.Network, seed: 1);
        var weights = network.CopyState().ToDictionary();
        weights["hidden1.weight"] = [.. weights["hidden1.weight"].Select(_ => float.NaN)];

        var probabilities = new Predictor(ModelOf(config, weights)).Predict(Digits.Image(0))[0];

        Assert.All(probabilities, probability => Assert.True(float.IsNaN(probability)));
    }

    private static void AssertAgreement(TrainingConfig config)
    {
        var random = new Random(1);
        using var created = NeuralNetwork.Create(config.Network, seed: 1);
        // Initial running statistics are 0 and 1, which would hide an error.
        var weights = created.CopyState().ToDictionary(
            tensor => tensor.Key,
            tensor => tensor.Key.Contains(".norm.", StringComparison.Ordinal)
                ? [.. tensor.Value.Select(value => value + 0.5f * random.NextSingle())]
                : tensor.Value);
        using var network = NeuralNetwork.Restore(config.Network, weights);
        var logits = network.Logits(Digits.Pixels);

        var predictions = new Predictor(ModelOf(config, weights)).Predict(Digits.Pixels.Span);

        var expected = new float[ImageSet.ClassCount];
        for (var i = 0; i < predictions.Length; i++)
        {
            var own = logits[(i * ImageSet.ClassCount)..((i + 1) * ImageSet.ClassCount)];
            Softmax.Probabilities(own, expected);
            var tolerance = Math.Max(Tolerance, RoundingError * own.Max(Math.Abs));
            Assert.All(expected.Zip(predictions[i]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    private static TrainingConfig Mlp(Activation activation, bool hasBatchNorm) => new()
    {
        Network = new NetworkConfig { HiddenUnits = [50, 7], Activation = activation, BatchNorm = hasBatchNorm },
    };

    private static TrainingConfig Cnn(Activation activation, params ConvolutionConfig[] convolutions) => new()
    {
        Network = new NetworkConfig
        {
            Kind = NetworkKind.Cnn,
            Convolutions = convolutions,
            HiddenUnits = [30],
            Activation = activation,
            BatchNorm = true,
        },
    };

    private static ModelFile ModelOf(TrainingConfig config, IReadOnlyDictionary<string, float[]> weights) => new()
    {
        Config = config,
        Seed = 1,
        DatasetName = "synthetic",
        DatasetSha256 = "",
        Epoch = 1,
        ValidationAccuracy = 0,
        ValidationLoss = 0,
        Calibration = Calibration.None,
        Weights = weights,
    };
}
