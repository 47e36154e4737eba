using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>[N, …] -> [N, Shape].</summary>
internal sealed record ReshapeLayer(string Name, params long[] Shape) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) => x.reshape([x.shape[0], .. Shape]);
}
