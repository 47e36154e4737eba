using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Kernels;
using MnistApi.Training.Networks.Layers;
using static TorchSharp.torch;

namespace MnistApi.Training.Networks;

/// <summary>A network's layers with their tensors. Any number of threads may evaluate it while none trains it.</summary>
public sealed class NeuralNetwork : IDisposable
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

    /// <summary>Everything that a saved model must hold, by name: trained parameters and the running statistics of batch normalization.</summary>
    public IReadOnlyList<NamedTensor> State { get; }

    /// <summary>The trained parameters by name, in the order of the layers.</summary>
    public IReadOnlyList<NamedTensor> Parameters { get; }

    /// <summary>A fresh network; its weights depend on the configuration and the seed alone.</summary>
    public static NeuralNetwork Create(NetworkConfig config, long seed)
    {
        var layout = NetworkLayout.Of(config);
        return new NeuralNetwork(config, layout, spec => WeightInitializer.Values(spec, config.Initialization, seed));
    }

    /// <summary>A network with saved values.</summary>
    /// <param name="config">The description it was built from.</param>
    /// <param name="values">The values by tensor name, as <see cref="State"/> names them, row by row.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another number of elements than the configuration describes.</exception>
    public static NeuralNetwork Restore(NetworkConfig config, IReadOnlyDictionary<string, float[]> values)
    {
        var layout = NetworkLayout.Of(config);
        Check(layout, values);
        return new NeuralNetwork(config, layout, spec => values[spec.Name]);
    }

    /// <summary>A copy of <see cref="State"/>, which <see cref="Restore"/> takes.</summary>
    public IReadOnlyDictionary<string, float[]> CopyState() => State.ToDictionary(named => named.Name, named => TensorMemory.Of(named.Tensor).ToArray());

    /// <summary>Takes up what <see cref="CopyState"/> gave, of this network or one of the same configuration.</summary>
    internal void CopyFrom(IReadOnlyDictionary<string, float[]> values)
    {
        Check(_layout, values);
        foreach (var (name, tensor) in State) values[name].CopyTo(TensorMemory.Of(tensor));
    }

    /// <summary>Images to logits.</summary>
    /// <param name="images">[N, 784], 0 (paper) to 1 (ink).</param>
    /// <param name="training">The training pass, or null for evaluation: no dropout, batch normalization by its running averages.</param>
    /// <returns>Logits [N, 10].</returns>
    public Tensor Forward(Tensor images, TrainingPass? training = null) => ForwardFrom(0, images, training);

    /// <summary>Forward and backward pass of a batch.</summary>
    /// <param name="images">[N, 784], 0 to 1.</param>
    /// <param name="training">Which pass it is.</param>
    /// <param name="loss">From logits [N, 10] to a scalar.</param>
    public ForwardBackwardResult Backpropagate(Tensor images, TrainingPass training, Func<Tensor, Tensor> loss)
    {
        if (TakesSparseInput)
        {
            using var ink = SparseImages.Of(TensorMemory.Of(images), ImageSet.PixelsPerImage);
            return Backpropagate(ink, training, loss);
        }

        var logits = Forward(images, training);
        var value = loss(logits);
        return new ForwardBackwardResult(logits, value, [.. autograd.grad([value], [.. Parameters.Select(parameter => parameter.Tensor)])]);
    }

    /// <summary>Whether the first layer multiplies inked pixels only.</summary>
    internal bool TakesSparseInput => _layout.Layers[0] is LinearLayer { GainsFromSparsity: true };

    /// <summary>Whether what is left for libtorch after the first layer is too little for a second thread, which would only spin between the operations.</summary>
    internal bool FitsOneThread(int batchSize) =>
        TakesSparseInput && (NetworkSize.Of(_config).MultiplicationsPerImage - _layout.Layers[0].Tensors[0].ElementCount) * batchSize < 1_000_000;

    /// <summary>The same for a network that <see cref="TakesSparseInput"/>: the first layer's two products are ours, and autograd sees its output as the beginning.</summary>
    internal ForwardBackwardResult Backpropagate(SparseImages ink, TrainingPass training, Func<Tensor, Tensor> loss)
    {
        var first = (LinearLayer)_layout.Layers[0];
        var hidden = first.Forward(ink, _tensors[0]).requires_grad_();
        var logits = ForwardFrom(1, hidden, training);
        var value = loss(logits);
        var gradients = autograd.grad([value], [hidden, .. Parameters.Skip(_tensors[0].Length).Select(parameter => parameter.Tensor)]);
        return new ForwardBackwardResult(logits, value, [.. first.Backward(ink, gradients[0]), .. gradients.Skip(1)]);
    }

    /// <summary>Stored images to logits, in evaluation mode and without gradients. Any number of threads may call it.</summary>
    /// <param name="pixels">[N, 28, 28], 0 (paper) to 255 (ink).</param>
    /// <param name="cancellationToken">Seen between chunks of 1,000 images.</param>
    /// <returns>Logits [N, 10], row by row.</returns>
    public float[] Logits(ReadOnlySpan<byte> pixels, CancellationToken cancellationToken = default)
    {
        if (pixels.Length % ImageSet.PixelsPerImage != 0)
            throw new ArgumentException($"Expected {ImageSet.PixelsPerImage} pixels per image, but {pixels.Length} is no multiple of it.", nameof(pixels));

        var count = pixels.Length / ImageSet.PixelsPerImage;
        var logits = new float[count * ImageSet.ClassCount];
        for (var start = 0; start < count; start += NetworkConfig.EvaluationChunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var inference = inference_mode();
            var chunk = pixels.Slice(start * ImageSet.PixelsPerImage, Math.Min(NetworkConfig.EvaluationChunk, count - start) * ImageSet.PixelsPerImage);
            TensorMemory.Of(Forward(Inputs(chunk))).CopyTo(logits.AsSpan(start * ImageSet.ClassCount));
        }

        return logits;
    }

    /// <summary>Stored images as a network's input, [N, 784].</summary>
    internal static Tensor Inputs(ReadOnlySpan<byte> pixels)
    {
        var inputs = empty([pixels.Length / ImageSet.PixelsPerImage, ImageSet.PixelsPerImage]);
        Preprocessing.ToUnitRange(pixels, TensorMemory.Of(inputs));
        return inputs;
    }

    /// <summary>As <see cref="Forward"/>, one layer at a time: each layer's name, its tensors and its output.</summary>
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

    private static void Check(NetworkLayout layout, IReadOnlyDictionary<string, float[]> values)
    {
        foreach (var spec in layout.Tensors)
        {
            if (!values.TryGetValue(spec.Name, out var found))
                throw new ArgumentException($"The tensor '{spec.Name}' is missing.", nameof(values));
            if (found.Length != spec.ElementCount)
                throw new ArgumentException($"The tensor '{spec.Name}' has {found.Length} elements; the network needs {spec.ElementCount}.", nameof(values));
        }
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
