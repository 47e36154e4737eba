using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>The layers of a network with their tensors. Any number of threads can evaluate it at the same time if none trains it.</summary>
public sealed class NeuralNetwork : IClassifier, IDisposable
{
    private readonly NetworkConfig _config;
    private readonly NetworkLayout _layout;
    private readonly Tensor[][] _tensors;

    private NeuralNetwork(NetworkConfig config, NetworkLayout layout, Func<TensorSpec, float[]> values)
    {
        // The first forward pass may be in inference mode, in which the self-check cannot compute gradients. So it runs here.
        foreach (var layer in layout.Layers.OfType<ConvolutionLayer>()) _ = layer.Method;
        (_config, _layout) = (config, layout);
        _tensors = [.. layout.Layers.Select(layer => layer.Tensors.Select(spec => Create(spec, values(spec))).ToArray())];
        State = [.. layout.Tensors.Zip(_tensors.SelectMany(tensors => tensors), (spec, tensor) => new NamedTensor(spec.Name, tensor))];
        Parameters = [.. State.Where(named => named.Tensor.requires_grad)];
    }

    /// <summary>Number of trained floats.</summary>
    public long ParameterCount => Parameters.Sum(parameter => parameter.Tensor.numel());

    /// <summary>All tensors of a saved model: the trained parameters and the running statistics of batch normalization.</summary>
    public IReadOnlyList<NamedTensor> State { get; }

    /// <summary>The trained parameters, in the order of the layers.</summary>
    public IReadOnlyList<NamedTensor> Parameters { get; }

    /// <summary>Whether the first layer multiplies only the pixels that are not zero.</summary>
    internal bool TakesSparseInput => _layout.Layers[0] is LinearLayer { GainsFromSparsity: true };

    /// <summary>Creates a network with initial weights. They depend only on the configuration and the seed.</summary>
    /// <param name="config">A valid configuration.</param>
    /// <param name="seed">Any number.</param>
    public static NeuralNetwork Create(NetworkConfig config, long seed)
    {
        var layout = NetworkLayout.Of(config);
        return new NeuralNetwork(config, layout, spec => WeightInitializer.Values(spec, config.Initialization, seed));
    }

    /// <summary>Creates a network with saved values.</summary>
    /// <param name="config">The configuration of the saved network.</param>
    /// <param name="values">The values of each tensor of <see cref="State"/> by its name, row by row.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has the wrong number of elements.</exception>
    public static NeuralNetwork Restore(NetworkConfig config, IReadOnlyDictionary<string, float[]> values)
    {
        var layout = NetworkLayout.Of(config);
        layout.Check(values);
        return new NeuralNetwork(config, layout, spec => values[spec.Name]);
    }

    /// <summary>A copy of <see cref="State"/> in the form that <see cref="Restore"/> takes.</summary>
    public IReadOnlyDictionary<string, float[]> CopyState() =>
        State.ToDictionary(named => named.Name, named => TensorMemory.Of(named.Tensor).ToArray());

    /// <summary>Replaces the values by those from <see cref="CopyState"/> of a network with the same configuration.</summary>
    internal void CopyFrom(IReadOnlyDictionary<string, float[]> values)
    {
        _layout.Check(values);
        foreach (var (name, tensor) in State) values[name].CopyTo(TensorMemory.Of(tensor));
    }

    /// <summary>Computes logits.</summary>
    /// <param name="images">[N, 784], 0 (paper) to 1 (ink).</param>
    /// <param name="training">
    /// The training pass; null for evaluation, without dropout and with the running averages of batch normalization.
    /// </param>
    /// <returns>Logits [N, 10].</returns>
    public Tensor Forward(Tensor images, TrainingPass? training = null) => ForwardFrom(0, images, training);

    /// <summary>Computes a batch's loss and its gradients.</summary>
    /// <param name="images">[N, 784], 0 (paper) to 1 (ink).</param>
    /// <param name="training">The training pass.</param>
    /// <param name="loss">Computes a scalar from logits [N, 10].</param>
    public ForwardBackwardResult Backpropagate(Tensor images, TrainingPass training, Func<Tensor, Tensor> loss)
    {
        if (TakesSparseInput)
        {
            using var sparse = SparseImages.Of(TensorMemory.Of(images), ImageSet.PixelsPerImage);
            return Backpropagate(sparse, training, loss);
        }

        var logits = Forward(images, training);
        var value = loss(logits);
        return new ForwardBackwardResult(logits, value, [.. autograd.grad([value], [.. Parameters.Select(parameter => parameter.Tensor)])]);
    }

    /// <summary>
    /// Computes a batch's loss and its gradients for a network that <see cref="TakesSparseInput"/>. The library computes the two products
    /// of the first layer itself. Autograd starts at that layer's output.
    /// </summary>
    internal ForwardBackwardResult Backpropagate(SparseImages sparse, TrainingPass training, Func<Tensor, Tensor> loss)
    {
        var first = (LinearLayer)_layout.Layers[0];
        var hidden = first.Forward(sparse, _tensors[0]).requires_grad_();
        var logits = ForwardFrom(1, hidden, training);
        var value = loss(logits);
        var gradients = autograd.grad([value], [hidden, .. Parameters.Skip(_tensors[0].Length).Select(parameter => parameter.Tensor)]);
        return new ForwardBackwardResult(logits, value, [.. first.Backward(sparse, gradients[0]), .. gradients.Skip(1)]);
    }

    /// <summary>
    /// Whether the work after the first layer is too little for two libtorch threads. A second thread would only spin between operations.
    /// </summary>
    internal bool FitsOneThread(int batchSize)
    {
        if (!TakesSparseInput) return false;
        var firstLayer = _layout.Layers[0].Tensors[0].ElementCount;
        return (NetworkSize.Of(_config).MultiplicationsPerImage - firstLayer) * batchSize < 1_000_000;
    }

    /// <inheritdoc/>
    /// <remarks>libtorch computes them in evaluation mode and without gradients.</remarks>
    public float[] Logits(ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken = default)
    {
        var logits = new float[ImageSet.CountOf(pixels.Length) * ImageSet.ClassCount];
        var chunkLength = NetworkConfig.EvaluationChunk * ImageSet.PixelsPerImage;
        for (var start = 0; start < pixels.Length; start += chunkLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var inference = inference_mode();
            var chunk = pixels.Slice(start, Math.Min(chunkLength, pixels.Length - start));
            TensorMemory.Of(Forward(Inputs(chunk.Span))).CopyTo(logits.AsSpan(start / ImageSet.PixelsPerImage * ImageSet.ClassCount));
        }

        return logits;
    }

    /// <summary>Stored images as a network's input: [N, 784].</summary>
    internal static Tensor Inputs(ReadOnlySpan<byte> pixels)
    {
        var inputs = empty([pixels.Length / ImageSet.PixelsPerImage, ImageSet.PixelsPerImage]);
        Preprocessing.ToUnitRange(pixels, TensorMemory.Of(inputs));
        return inputs;
    }

    /// <summary>Computes <see cref="Forward"/> one layer at a time. The items are each layer's name, tensors and output.</summary>
    internal IEnumerable<(string Layer, IReadOnlyList<Tensor> Tensors, Tensor Output)> ForwardByLayer(Tensor images, TrainingPass? training)
    {
        var x = images;
        for (var i = 0; i < _tensors.Length; i++)
        {
            x = _layout.Layers[i].Forward(x, _tensors[i], training);
            yield return (_layout.Layers[i].Name, _tensors[i], x);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.SelectMany(tensors => tensors)) tensor.Dispose();
    }

    private Tensor ForwardFrom(int layer, Tensor x, TrainingPass? training)
    {
        for (var i = layer; i < _tensors.Length; i++) x = _layout.Layers[i].Forward(x, _tensors[i], training);
        return x;
    }

    private static Tensor Create(TensorSpec spec, float[] values)
    {
        var tensor = empty(spec.Shape).DetachFromDisposeScope();
        values.CopyTo(TensorMemory.Of(tensor));
        return spec.IsTrained ? tensor.requires_grad_() : tensor;
    }
}
