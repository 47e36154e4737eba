using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Training;

/// <summary>Training that takes moments: a thousand synthetic digits and small networks.</summary>
internal static class SmallTraining
{
    private static readonly Lazy<Dataset> Digits = new(() => SyntheticDigits.CreateDataset(seed: 1, trainingCount: 1200, testCount: 300));

    public static Dataset Dataset => Digits.Value;

    /// <summary>784 -> 32 -> 10 with Adam, four epochs of 20 steps.</summary>
    public static TrainingConfig Mlp { get; } = new()
    {
        Network = new NetworkConfig { Kind = NetworkKind.Mlp, HiddenUnits = [32] },
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.Adam, LearningRate = 0.003 },
        Epochs = 4,
        BatchSize = 50,
        ValidationSize = 200,
    };

    /// <summary>
    /// Everything that draws random numbers or keeps state: augmentation, drawn images, dropout, batch normalization, averaged weights, a
    /// schedule.
    /// </summary>
    public static TrainingConfig CnnWithEverything { get; } = Mlp with
    {
        Network = new NetworkConfig
        {
            Kind = NetworkKind.Cnn,
            Convolutions =
            [
                new ConvolutionConfig { Channels = 6, Kernel = 5, Stride = 2 },
                new ConvolutionConfig { Channels = 8, Kernel = 3, Pooling = 2 },
            ],
            HiddenUnits = [24],
            BatchNorm = true,
            Dropout = 0.2,
        },
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.01, GradientClipNorm = 1 },
        Schedule = new ScheduleConfig { Kind = ScheduleKind.OneCycle },
        LabelSmoothing = 0.1,
        Augmentation = new AugmentationConfig
        {
            Rotation = 10,
            Scale = 0.1,
            Shear = 0.1,
            Shift = 2,
            Elastic = 1,
            Thickness = 0.3,
            Gaps = 0.2,
            Blur = 0.3,
            Fading = 0.2,
            Specks = 0.2,
            Noise = 0.1,
            SyntheticShare = 0.1,
            NonDigitShare = 0.1,
        },
        WeightAveragingDecay = 0.95,
        BatchSize = 64, // Does not divide 1,000: the last batch is smaller.
    };

    /// <summary>Tensors alive in this process, after those that earlier tests left to the garbage collector are gone.</summary>
    public static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TorchSharp.torch.Tensor.TotalCount;
    }

    /// <summary>Trains all epochs that are left.</summary>
    public static IReadOnlyList<EpochResult> RunToEnd(this Trainer trainer) => [.. trainer.Run()];
}
