using TorchSharp;

namespace MnistApi.Training.Networks;

/// <summary>A tensor of a network under its name, such as <c>hidden1.weight</c>. The network owns the tensor.</summary>
public readonly record struct NamedTensor(string Name, torch.Tensor Tensor);
