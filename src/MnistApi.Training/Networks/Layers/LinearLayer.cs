using MnistApi.Training.Kernels;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// [N, Inputs] -> [N, Outputs]: x·W + b with W [Inputs, Outputs], as in the lecture. The layer has no bias if a batch normalization
/// follows, because that has one.
/// </summary>
internal sealed record LinearLayer(string Name, int Inputs, int Outputs, bool HasBias) : Layer(Name)
{
    /// <summary>Whether sparse input saves time. With ten outputs, finding the non-zero pixels takes longer than it saves.</summary>
    public bool GainsFromSparsity => Outputs >= 64;

    public override IReadOnlyList<TensorSpec> Tensors { get; } =
    [
        new($"{Name}.weight", TensorRole.Weight, Inputs, Inputs, Outputs),
        .. HasBias ? new TensorSpec[] { new($"{Name}.bias", TensorRole.Bias, Inputs, Outputs) } : [],
    ];

    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        HasBias ? addmm(tensors[1], x, tensors[0], beta: 1, alpha: 1) : x.mm(tensors[0]);

    /// <summary>
    /// Computes the layer's output from the non-zero pixels. Autograd does not see it; <see cref="Backward"/> computes the gradients.
    /// </summary>
    /// <returns>[N, Outputs].</returns>
    public Tensor Forward(SparseImages images, IReadOnlyList<Tensor> tensors)
    {
        var output = empty([images.ByImage.Count, Outputs]);
        images.ByImage.Multiply(TensorMemory.Of(tensors[0]), HasBias ? TensorMemory.Of(tensors[1]) : [], TensorMemory.Of(output));
        return output;
    }

    /// <summary>The gradients of this layer's tensors, in their order.</summary>
    /// <param name="images">The input of the forward pass.</param>
    /// <param name="outputGradient">[N, Outputs]. Its subnormal values are replaced by zero.</param>
    public IEnumerable<Tensor> Backward(SparseImages images, Tensor outputGradient)
    {
        outputGradient = outputGradient.contiguous();
        Subnormals.Flush(TensorMemory.Of(outputGradient));
        var weightGradient = empty([Inputs, Outputs]);
        images.ByPixel.Multiply(TensorMemory.Of(outputGradient), [], TensorMemory.Of(weightGradient));
        return HasBias ? [weightGradient, outputGradient.sum([0L])] : [weightGradient];
    }
}
