namespace MnistApi.Training.Networks.Layers;

/// <summary>The role of a tensor in its layer. It decides the initial values and whether the tensor is trained.</summary>
internal enum TensorRole
{
    Weight,
    Bias,
    NormScale,
    NormShift,
    RunningMean,
    RunningVariance,
}

/// <summary>Name, shape and role of a network's tensor, known before memory is allocated for it.</summary>
/// <param name="Name">Such as <c>hidden1.weight</c>. It is the key in a checkpoint.</param>
/// <param name="Role">The role in the layer.</param>
/// <param name="FanIn">Number of inputs of a neuron or filter. It scales the initial values.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
internal sealed record TensorSpec(string Name, TensorRole Role, int FanIn, params long[] Shape)
{
    public bool IsTrained => Role is not (TensorRole.RunningMean or TensorRole.RunningVariance);

    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);
}
