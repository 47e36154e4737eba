namespace MnistApi.Training.Networks.Layers;

/// <summary>What a tensor of a layer is for, which decides how it begins and whether it is trained.</summary>
internal enum TensorRole
{
    Weight,
    Bias,
    NormScale,
    NormShift,
    RunningMean,
    RunningVariance,
}

/// <summary>Name, shape and role of one tensor of a network, known before any memory is taken for it.</summary>
/// <param name="Name">Such as <c>hidden1.weight</c>: the key in a checkpoint.</param>
/// <param name="FanIn">Number of inputs of one neuron or filter; scales the initialization.</param>
internal sealed record TensorSpec(string Name, TensorRole Role, int FanIn, params long[] Shape)
{
    public bool IsTrained => Role is not (TensorRole.RunningMean or TensorRole.RunningVariance);

    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);
}
