namespace MnistApi.Training.Configuration;

/// <summary>The lecture's experiments and our own recipes. docs/experiments.md has the results of each on MNIST.</summary>
public static class Recipes
{
    private static readonly TrainingConfig LectureMlp = new()
    {
        Network = new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [256], Initialization = Initialization.StandardNormal },
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.Adam, LearningRate = 0.01 },
        Epochs = 40,
        BatchSize = 50,
    };

    private static readonly TrainingConfig OneCycle = new()
    {
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.01 },
        Schedule = new ScheduleConfig { Kind = ScheduleKind.OneCycle },
        BatchSize = 128,
    };

    /// <summary>All recipes, the lecture's first.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("lecture-softmax",
            "The lecture's first network: one neuron per digit, plain gradient descent.",
            LectureMlp with
            {
                Network = new NetworkConfig { Kind = NetworkKind.SoftmaxRegression, Initialization = Initialization.StandardNormal },
                Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01 },
                Epochs = 150,
            },
            [new(150, "validationLoss", 0.360107958), new(150, "validationAccuracy", 0.9072)]),
        new("lecture-mlp-naive-loss",
            "One hidden layer with the loss as the lecture writes it. log(0) makes it NaN in the first epoch, and the run goes on.",
            LectureMlp with { Loss = LossKind.NaiveCrossEntropy, OnNonFiniteLoss = NonFiniteLossAction.Continue },
            [
                new(1, "validationLoss", double.NaN), new(1, "validationAccuracy", 0.0958),
                new(40, "validationLoss", double.NaN), new(40, "validationAccuracy", 0.0958),
            ]),
        new("lecture-mlp",
            "One hidden layer of 256 ReLU units with the fused loss.",
            LectureMlp,
            [
                new(1, "validationLoss", 1.440694332), new(1, "validationAccuracy", 0.9326),
                new(10, "validationLoss", 0.388119668), new(10, "validationAccuracy", 0.9662),
                new(40, "validationLoss", 0.759704173), new(40, "validationAccuracy", 0.9756),
                new(null, "testAccuracy", 0.9718),
            ]),
        new("lecture-mlp-sigmoid",
            "The lecture's MLP with sigmoid units.",
            LectureMlp with { Network = LectureMlp.Network with { Activation = Activation.Sigmoid } }, []),
        new("lecture-mlp-tanh",
            "The lecture's MLP with tanh units.",
            LectureMlp with { Network = LectureMlp.Network with { Activation = Activation.Tanh } }, []),
        new("lecture-mlp-two-layers",
            "Two hidden layers. The lecture draws this network but does not train it.",
            LectureMlp with { Network = LectureMlp.Network with { HiddenUnits = [256, 256] } }, []),
        new("mlp",
            "Two hidden layers with batch normalization, dropout, a one-cycle learning rate and averaged weights.",
            OneCycle with
            {
                Network = new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [512, 256], BatchNorm = true, Dropout = 0.3 },
                LabelSmoothing = 0.1,
                WeightAveragingDecay = 0.998,
                Epochs = 15,
            },
            []),
        new("cnn-fast",
            "A small convolutional network, trained in seconds.",
            OneCycle with
            {
                Network = new NetworkConfig
                {
                    Kind = NetworkKind.Cnn,
                    BatchNorm = true,
                    Convolutions =
                    [
                        new ConvolutionConfig { Channels = 16, Kernel = 5, Stride = 2 },
                        new ConvolutionConfig { Channels = 32, Kernel = 3, Pooling = 2 },
                        new ConvolutionConfig { Channels = 64, Kernel = 3 },
                    ],
                },
                Epochs = 3,
            },
            []),
        new("cnn-accurate",
            "A convolutional network trained on augmented images, with averaged weights.",
            OneCycle with
            {
                Network = new NetworkConfig
                {
                    Kind = NetworkKind.Cnn,
                    BatchNorm = true,
                    Dropout = 0.3,
                    Convolutions =
                    [
                        new ConvolutionConfig { Channels = 32, Kernel = 5, Stride = 2 },
                        new ConvolutionConfig { Channels = 64, Kernel = 3, Pooling = 2 },
                        new ConvolutionConfig { Channels = 128, Kernel = 3 },
                    ],
                },
                Augmentation = new AugmentationConfig
                {
                    Rotation = 12,
                    Scale = 0.12,
                    Shear = 0.2,
                    Shift = 2,
                    Elastic = 0.8,
                    Thickness = 0.3,
                },
                LabelSmoothing = 0.05,
                WeightAveragingDecay = 0.998,
                Epochs = 12,
            },
            []),
        new("cnn-robust",
            "A convolutional network trained on more handwriting styles, damaged images and images without a digit. Its model is builtin.",
            OneCycle with
            {
                Network = new NetworkConfig
                {
                    Kind = NetworkKind.Cnn,
                    BatchNorm = true,
                    Dropout = 0.3,
                    Convolutions =
                    [
                        new ConvolutionConfig { Channels = 32, Kernel = 5, Stride = 2 },
                        new ConvolutionConfig { Channels = 32, Kernel = 3, Pooling = 2 },
                        new ConvolutionConfig { Channels = 64, Kernel = 3 },
                        new ConvolutionConfig { Channels = 32, Kernel = 3 },
                    ],
                },
                Augmentation = new AugmentationConfig
                {
                    Rotation = 12,
                    Scale = 0.15,
                    Shear = 0.2,
                    Shift = 2.5,
                    Elastic = 0.8,
                    Thickness = 0.5,
                    Gaps = 0.1,
                    Blur = 0.5,
                    Fading = 0.3,
                    Specks = 0.08,
                    Noise = 0.2,
                    SyntheticShare = 0.08,
                    NonDigitShare = 0.2,
                },
                WeightAveragingDecay = 0.999,
                Epochs = 40,
            },
            []),
    ];

    /// <summary>The recipe with this name, or null.</summary>
    public static Recipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
