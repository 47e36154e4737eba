using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>Normalizes each feature: in training by the statistics of the batch, in evaluation by their running averages.</summary>
internal sealed record BatchNormLayer(string Name, int Features) : Layer(Name)
{
    /// <summary>Added to the variance. The value is PyTorch's default.</summary>
    public const double Epsilon = 1e-5;

    private const double Momentum = 0.1; // PyTorch's default

    public override IReadOnlyList<TensorSpec> Tensors { get; } =
    [
        new($"{Name}.weight", TensorRole.NormScale, Features, Features),
        new($"{Name}.bias", TensorRole.NormShift, Features, Features),
        new($"{Name}.runningMean", TensorRole.RunningMean, Features, Features),
        new($"{Name}.runningVariance", TensorRole.RunningVariance, Features, Features),
    ];

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        nn.functional.batch_norm(x, tensors[2], tensors[3], tensors[0], tensors[1], UsesBatch(x, training), Momentum, Epsilon);

    /// <summary>
    /// A last batch of one image can have a single value per feature. That has no variance: torch would divide by zero and spoil the
    /// running average.
    /// </summary>
    private bool UsesBatch(Tensor x, TrainingPass? training) => training is not null && x.numel() > Features;
}
