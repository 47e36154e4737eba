using MnistApi.Training.Configuration;
using MnistApi.Training.Kernels;
using MnistApi.Training.Loading;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>
/// One step of a network: which tensors it needs and what it computes with them. It holds no tensor and no mode, so that one
/// description serves any number of threads, and evaluation cannot run in training mode by mistake.
/// </summary>
/// <param name="Name">The layer's name in diagnoses and, before a dot, in the names of its tensors.</param>
internal abstract record Layer(string Name)
{
    public virtual IReadOnlyList<TensorSpec> Tensors => [];

    /// <param name="x">The previous layer's output.</param>
    /// <param name="tensors">This layer's tensors in the order of <see cref="Tensors"/>.</param>
    /// <param name="training">The training pass, or null for evaluation.</param>
    public abstract Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training);
}

/// <summary>
/// [N, Inputs] -> [N, Outputs]: x·W + b with W [Inputs, Outputs], as the lecture writes it. No bias where a batch normalization, which has
/// one, follows.
/// </summary>
internal sealed record LinearLayer(string Name, int Inputs, int Outputs, bool HasBias) : Layer(Name)
{
    /// <summary>Whether skipping paper saves more than finding the ink costs: not for a softmax regression's ten outputs.</summary>
    public bool IsWorthSparse => Outputs >= 64;

    public override IReadOnlyList<TensorSpec> Tensors { get; } =
    [
        new($"{Name}.weight", TensorRole.Weight, Inputs, Inputs, Outputs),
        .. HasBias ? new TensorSpec[] { new($"{Name}.bias", TensorRole.Bias, Inputs, Outputs) } : [],
    ];

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        HasBias ? addmm(tensors[1], x, tensors[0], beta: 1, alpha: 1) : x.mm(tensors[0]);

    /// <summary>As above for the inked pixels alone. Its gradient is <see cref="Backward"/>'s work: autograd does not see it.</summary>
    /// <returns>[N, Outputs].</returns>
    public Tensor Forward(SparseImages images, IReadOnlyList<Tensor> tensors)
    {
        var output = empty([images.ByImage.Count, Outputs]);
        images.ByImage.Multiply(TensorMemory.Of(tensors[0]), HasBias ? TensorMemory.Of(tensors[1]) : [], TensorMemory.Of(output));
        return output;
    }

    /// <summary>The gradients of this layer's tensors.</summary>
    /// <param name="outputGradient">[N, Outputs].</param>
    public IEnumerable<Tensor> Backward(SparseImages images, Tensor outputGradient)
    {
        var weightGradient = empty([Inputs, Outputs]);
        images.ByPixel.Multiply(TensorMemory.Of(outputGradient.contiguous()), [], TensorMemory.Of(weightGradient));
        return HasBias ? [weightGradient, outputGradient.sum([0L])] : [weightGradient];
    }
}

/// <summary>[N, InputChannels, H, W] -> [N, OutputChannels, H / Stride, W / Stride].</summary>
internal sealed record ConvolutionLayer(string Name, int InputChannels, int OutputChannels, int Kernel, int Stride, bool HasBias) : Layer(Name)
{
    public override IReadOnlyList<TensorSpec> Tensors { get; } =
    [
        new($"{Name}.weight", TensorRole.Weight, InputChannels * Kernel * Kernel, OutputChannels, InputChannels, Kernel, Kernel),
        .. HasBias ? new TensorSpec[] { new($"{Name}.bias", TensorRole.Bias, InputChannels * Kernel * Kernel, OutputChannels) } : [],
    ];

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        Convolution.Compute(ConvolutionKernels.MethodFor(this), x, tensors[0], HasBias ? tensors[1] : null, Stride);
}

/// <summary>Normalizes each feature by the batch's statistics while training and by their running averages otherwise.</summary>
internal sealed record BatchNormLayer(string Name, int Features) : Layer(Name)
{
    // PyTorch's defaults.
    private const double Momentum = 0.1, Epsilon = 1e-5;

    public override IReadOnlyList<TensorSpec> Tensors { get; } =
    [
        new($"{Name}.weight", TensorRole.NormScale, Features, Features),
        new($"{Name}.bias", TensorRole.NormShift, Features, Features),
        new($"{Name}.runningMean", TensorRole.RunningMean, Features, Features),
        new($"{Name}.runningVariance", TensorRole.RunningVariance, Features, Features),
    ];

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        nn.functional.batch_norm(x, tensors[2], tensors[3], tensors[0], tensors[1], UsesBatch(x, training), Momentum, Epsilon);

    /// <summary>A single value per feature (a last batch of one image) has no variance: torch would divide by zero and spoil the running average.</summary>
    private bool UsesBatch(Tensor x, TrainingPass? training) => training is not null && x.numel() > Features;
}

/// <summary>The function after a hidden layer.</summary>
internal sealed record ActivationLayer(string Name, Activation Function) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) => Function switch
    {
        Activation.Relu => x.relu(),
        Activation.Tanh => x.tanh(),
        Activation.Sigmoid => x.sigmoid(),
        _ => throw new InvalidOperationException($"Unknown activation {Function}."),
    };
}

/// <summary>Max pooling: [N, C, H, W] -> [N, C, H / Size, W / Size].</summary>
internal sealed record PoolingLayer(string Name, int Size) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) => nn.functional.max_pool2d(x, Size, Size);
}

/// <summary>[N, …] -> [N, Shape].</summary>
internal sealed record ReshapeLayer(string Name, params long[] Shape) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) => x.reshape([x.shape[0], .. Shape]);
}
