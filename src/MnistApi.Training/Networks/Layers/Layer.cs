using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// One step of a network: the tensors that it needs and what it computes with them. It holds neither tensors nor a mode, so any number of
/// threads can share it, and evaluation cannot run in training mode by mistake.
/// </summary>
/// <param name="Name">The layer's name in diagnoses. The names of its tensors begin with it and a dot.</param>
internal abstract record Layer(string Name)
{
    public virtual IReadOnlyList<TensorSpec> Tensors => [];

    /// <summary>Computes the layer's output.</summary>
    /// <param name="x">The output of the layer before.</param>
    /// <param name="tensors">This layer's tensors in the order of <see cref="Tensors"/>.</param>
    /// <param name="training">The training pass; null for evaluation.</param>
    public abstract Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training);
}
