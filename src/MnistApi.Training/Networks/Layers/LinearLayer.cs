using MnistApi.Training.Kernels;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// [N, Inputs] -> [N, Outputs]: x·W + b with W [Inputs, Outputs], as the lecture writes it. No bias where a batch normalization, which has
/// one, follows.
/// </summary>
internal sealed record LinearLayer(string Name, int Inputs, int Outputs, bool HasBias) : Layer(Name)
{
    /// <summary>Whether skipping paper saves more than finding the ink costs: not for a softmax regression's ten outputs.</summary>
    public bool GainsFromSparsity => Outputs >= 64;

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
