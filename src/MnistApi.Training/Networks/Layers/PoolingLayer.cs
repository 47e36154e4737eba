using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>Max pooling: [N, C, H, W] -> [N, C, H / Size, W / Size].</summary>
internal sealed record PoolingLayer(string Name, int Size) : Layer(Name)
{
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training) =>
        nn.functional.max_pool2d(x, Size, Size);
}
