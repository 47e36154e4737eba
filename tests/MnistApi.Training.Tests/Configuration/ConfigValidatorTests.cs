using System.Text.Json;
using MnistApi.Training.Configuration;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Configuration;

public class ConfigValidatorTests
{
    private static readonly TrainingConfig Valid = SmallTraining.Mlp;
    private static readonly TrainingConfig Cnn = SmallTraining.CnnWithEverything;

    public static TheoryData<string, string, TrainingConfig> Errors => new()
    {
        { "epochs", "between 1 and 1000. It is 0.", Valid with { Epochs = 0 } },
        { "batchSize", "between 1 and 5000. It is 5001.", Valid with { BatchSize = 5001 } },
        { "validationSize", "between 1 and 50000. It is 0.", Valid with { ValidationSize = 0 } },
        { "labelSmoothing", "between 0 and 0.5. It is 0.6.", Valid with { LabelSmoothing = 0.6 } },
        { "earlyStoppingPatience", "between 1 and 1000. It is 0.", Valid with { EarlyStoppingPatience = 0 } },
        { "weightAveragingDecay", "between 0.5 and 0.99999. It is 1.", Valid with { WeightAveragingDecay = 1 } },
        {
            "optimizer.learningRate",
            "between 1E-07 and 10. It is NaN.",
            Valid with { Optimizer = Valid.Optimizer with { LearningRate = double.NaN } }
        },
        { "optimizer.gradientClipNorm", "It is 0.", Valid with { Optimizer = Valid.Optimizer with { GradientClipNorm = 0 } } },
        { "optimizer.momentum", "Only sgd has momentum", Valid with { Optimizer = Valid.Optimizer with { Momentum = 0.9 } } },
        {
            "optimizer.nesterov",
            "needs a momentum",
            Valid with { Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, Nesterov = true } }
        },
        {
            "optimizer.kind",
            "must be one of sgd, adam, adamW",
            Valid with { Optimizer = Valid.Optimizer with { Kind = (OptimizerKind)7 } }
        },
        { "schedule.warmupFraction", "between 0 and 0.9. It is 1.", Valid with { Schedule = new ScheduleConfig { WarmupFraction = 1 } } },
        { "augmentation.rotation", "between 0 and 45. It is 90.", Valid with { Augmentation = new AugmentationConfig { Rotation = 90 } } },
        { "augmentation.blur", "between 0 and 0.8. It is 1.", Valid with { Augmentation = new AugmentationConfig { Blur = 1 } } },
        {
            "augmentation.syntheticShare",
            "between 0 and 0.5. It is 0.6.",
            Valid with { Augmentation = new AugmentationConfig { SyntheticShare = 0.6 } }
        },
        {
            "augmentation.nonDigitShare",
            "Only crossEntropy has a target for images without a digit, but nonDigitShare is 0.1.",
            Valid with { Loss = LossKind.NaiveCrossEntropy, Augmentation = new AugmentationConfig { NonDigitShare = 0.1 } }
        },
        { "network", "must not be null", Valid with { Network = null! } },
        { "network.dropout", "between 0 and 0.9. It is 1.", Valid with { Network = Valid.Network with { Dropout = 1 } } },
        { "network.hiddenUnits", "needs a hidden layer", Valid with { Network = new NetworkConfig { Kind = NetworkKind.Mlp } } },
        {
            "network.hiddenUnits",
            "has no hidden layers",
            Valid with { Network = new NetworkConfig { Kind = NetworkKind.SoftmaxRegression, HiddenUnits = [5] } }
        },
        {
            "network.hiddenUnits",
            "between 1 and 4096 units. It has 0.",
            Valid with { Network = Valid.Network with { HiddenUnits = [16, 0] } }
        },
        {
            "network.hiddenUnits",
            "It is 9 long",
            Valid with { Network = Valid.Network with { HiddenUnits = [1, 1, 1, 1, 1, 1, 1, 1, 1] } }
        },
        {
            "network.hiddenUnits",
            "20,037,642 parameters. The most is 4,000,000",
            Valid with { Network = Valid.Network with { HiddenUnits = [4096, 4096] } }
        },
        { "network.convolutions", "needs a convolution", Valid with { Network = new NetworkConfig { Kind = NetworkKind.Cnn } } },
        { "network.convolutions", "Only a cnn", Valid with { Network = Valid.Network with { Convolutions = [new ConvolutionConfig()] } } },
        { "network.convolutions", "must not have null items", Cnn with { Network = Cnn.Network with { Convolutions = [null!] } } },
        {
            "network.convolutions",
            "The most is 4,000,000",
            Cnn with
            {
                Network = Cnn.Network with
                {
                    Convolutions =
                    [
                        new ConvolutionConfig { Channels = 512, Kernel = 7 },
                        new ConvolutionConfig { Channels = 512, Kernel = 7 },
                    ],
                },
            }
        },
        {
            "network.dropout",
            "no hidden units to drop, but dropout is 0.5",
            Valid with { Network = new NetworkConfig { Kind = NetworkKind.SoftmaxRegression, Dropout = 0.5 } }
        },
        {
            "network.batchNorm",
            "but batchNorm is true",
            Valid with { Network = new NetworkConfig { Kind = NetworkKind.SoftmaxRegression, BatchNorm = true } }
        },
        {
            "labelSmoothing",
            "Only crossEntropy has label smoothing, but labelSmoothing is 0.1",
            Valid with { Loss = LossKind.NaiveCrossEntropy, LabelSmoothing = 0.1 }
        },
        { "batchSize", "at least 2", Valid with { BatchSize = 1, Network = Valid.Network with { BatchNorm = true } } },
        {
            "batchSize",
            "activations in memory. The most is 268,435,456",
            Valid with
            {
                BatchSize = 5000,
                Network = new NetworkConfig
                {
                    Kind = NetworkKind.Cnn,
                    Convolutions = [new ConvolutionConfig { Channels = 64, Pooling = 4 }],
                },
            }
        },
        {
            "batchSize",
            "multiplications. The most is 8,000,000,000",
            Valid with
            {
                BatchSize = 1000,
                Network = new NetworkConfig
                {
                    Kind = NetworkKind.Cnn,
                    Convolutions =
                    [
                        new ConvolutionConfig { Channels = 32, Kernel = 5 },
                        new ConvolutionConfig { Channels = 64, Kernel = 5, Pooling = 4 },
                    ],
                },
            }
        },
        {
            "network.convolutions[1].channels",
            "between 1 and 512. It is 0.",
            Cnn with { Network = Cnn.Network with { Convolutions = [new ConvolutionConfig(), new ConvolutionConfig { Channels = 0 }] } }
        },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_fault_names_its_field_the_bound_and_the_value(string field, string message, TrainingConfig config)
    {
        var error = Assert.Single(ConfigValidator.Validate(config));

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_valid_configuration_has_no_faults()
    {
        Assert.Empty(ConfigValidator.Validate(Valid));
        Assert.Empty(ConfigValidator.Validate(Cnn));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var config = Valid with { Epochs = 0, BatchSize = 0, Optimizer = Valid.Optimizer with { Epsilon = 1 } };

        Assert.Equal(["batchSize", "epochs", "optimizer.epsilon"], ConfigValidator.Validate(config).Select(error => error.Field).Order());
    }

    [Fact]
    public void A_configuration_survives_json()
    {
        var json = JsonSerializer.Serialize(Cnn, TrainingJson.Options);

        Assert.Equal(
            json, JsonSerializer.Serialize(JsonSerializer.Deserialize<TrainingConfig>(json, TrainingJson.Options), TrainingJson.Options));
        Assert.Contains("\"kind\":\"cnn\"", json, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"oneCycle\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"learnRate":1}""")]
    [InlineData("""{"network":{"kind":"transformer"}}""")]
    [InlineData("""{"network":{"kind":1}}""")]
    public void Json_with_an_unknown_member_or_value_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TrainingConfig>(json, TrainingJson.Options));
    }
}
