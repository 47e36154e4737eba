using MnistApi.Training.Configuration;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>The function after a hidden layer.</summary>
internal sealed record ActivationLayer(string Name, Activation Function) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) => Function switch
    {
        Activation.Relu => x.relu(),
        Activation.Tanh => x.tanh(),
        Activation.Sigmoid => x.sigmoid(),
        Activation.Gelu => x.gelu(),
        _ => throw new InvalidOperationException($"Unknown activation {Function}."),
    };
}
