using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>The result of a forward and a backward pass. Its tensors belong to the caller's dispose scope.</summary>
/// <param name="Logits">[N, 10].</param>
/// <param name="Loss">A scalar.</param>
/// <param name="Gradients">One gradient for each parameter, in the network's order.</param>
public sealed record ForwardBackwardResult(Tensor Logits, Tensor Loss, IReadOnlyList<Tensor> Gradients);
