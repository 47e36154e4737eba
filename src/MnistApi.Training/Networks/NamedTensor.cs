using TorchSharp;

namespace MnistApi.Training.Networks;

/// <summary>A network's tensor and its name, such as <c>hidden1.weight</c>. The network owns the tensor.</summary>
public readonly record struct NamedTensor(string Name, torch.Tensor Tensor);
