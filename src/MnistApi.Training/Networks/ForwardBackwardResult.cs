using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>What a forward and backward pass gives. The tensors belong to the caller's dispose scope.</summary>
/// <param name="Logits">[N, 10].</param>
/// <param name="Loss">A scalar.</param>
/// <param name="Gradients">One per parameter, in the network's order.</param>
public sealed record ForwardBackwardResult(Tensor Logits, Tensor Loss, IReadOnlyList<Tensor> Gradients);
