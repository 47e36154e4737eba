using static TorchSharp.torch;

namespace MnistApi.Training.Networks.Layers;

/// <summary>
/// One step of a network: which tensors it needs and what it computes with them. It holds no tensor and no mode, so that one
/// description serves any number of threads, and evaluation cannot run in training mode by mistake.
/// </summary>
/// <param name="Name">The layer's name in diagnoses and, before a dot, in the names of its tensors.</param>
internal abstract record Layer(string Name)
{
    public virtual IReadOnlyList<TensorSpec> Tensors => [];

    /// <param name="x">The previous layer's output.</param>
    /// <param name="tensors">This layer's tensors in the order of <see cref="Tensors"/>.</param>
    /// <param name="training">The training pass, or null for evaluation.</param>
    public abstract Tensor Forward(Tensor x, IReadOnlyList<Tensor> tensors, TrainingPass? training);
}
