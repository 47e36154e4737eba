using MnistApi.Training.Kernels;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>[N, InputChannels, H, W] -> [N, OutputChannels, H / Stride, W / Stride].</summary>
internal sealed record ConvolutionLayer(string Name, int InputChannels, int OutputChannels, int Kernel, int Stride, bool HasBias)
    : Layer(Name)
{
    public override IReadOnlyList<TensorSpec> Tensors { get; } =
    [
        new($"{Name}.weight", TensorRole.Weight, InputChannels * Kernel * Kernel, OutputChannels, InputChannels, Kernel, Kernel),
        .. HasBias ? new TensorSpec[] { new($"{Name}.bias", TensorRole.Bias, InputChannels * Kernel * Kernel, OutputChannels) } : [],
    ];

    /// <summary>How this process computes the layer.</summary>
    public ConvolutionMethod Method => ConvolutionKernels.MethodFor(InputChannels, OutputChannels, Kernel, Stride);

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        Convolution.Compute(Method, x, tensors[0], HasBias ? tensors[1] : null, Stride);
}
