using MnistApi.Training.Configuration;
using MnistApi.Training.Data;

namespace MnistApi.Training.Networks;

/// <summary>The layers that a configuration describes, in order, with the names and shapes of all tensors. Takes no tensor memory.</summary>
/// <param name="Layers">From the input to the logits.</param>
/// <param name="ActivationsPerImage">Floats that a forward pass keeps for the backward pass, per image.</param>
/// <param name="MultiplicationsPerImage">Of a forward pass, per image.</param>
internal sealed record NetworkLayout(IReadOnlyList<Layer> Layers, long ActivationsPerImage, long MultiplicationsPerImage)
{
    public IEnumerable<TensorSpec> Tensors => Layers.SelectMany(layer => layer.Tensors);

    /// <summary>Number of trained floats.</summary>
    public long ParameterCount => Tensors.Where(tensor => tensor.IsTrained).Sum(tensor => tensor.ElementCount);

    public static NetworkLayout Of(NetworkConfig config) => new Builder(config).Build();

    private sealed class Builder(NetworkConfig config)
    {
        private readonly List<Layer> _layers = [];
        private long _activations;
        private long _multiplications;

        public NetworkLayout Build()
        {
            var features = config.Convolutions.Count > 0 ? AddConvolutions() : ImageSet.PixelsPerImage;
            for (var i = 0; i < config.HiddenUnits.Count; i++)
            {
                var name = $"hidden{i + 1}";
                AddLinear(name, features, config.HiddenUnits[i], hasBias: !config.BatchNorm);
                features = config.HiddenUnits[i];
                AddNormAndActivation(name, features, features);
                AddDropout(name, features);
            }

            AddLinear("output", features, ImageSet.ClassCount, hasBias: true);
            return new NetworkLayout(_layers, _activations, _multiplications);
        }

        /// <summary>Returns the number of features that the last convolution gives for an image.</summary>
        private int AddConvolutions()
        {
            var (channels, side) = (1, ImageSet.Side);
            Add(new ReshapeLayer("image", channels, side, side), 0);
            for (var i = 0; i < config.Convolutions.Count; i++)
            {
                var name = $"convolution{i + 1}";
                var (inputs, convolution) = (channels, config.Convolutions[i]);
                channels = convolution.Channels;
                side = (side + 2 * (convolution.Kernel / 2) - convolution.Kernel) / convolution.Stride + 1;
                Add(new ConvolutionLayer(name, inputs, channels, convolution.Kernel, convolution.Stride, HasBias: !config.BatchNorm), channels * side * side);
                _multiplications += (long)inputs * convolution.Kernel * convolution.Kernel * channels * side * side;
                AddNormAndActivation(name, channels, channels * side * side);
                if (convolution.Pooling == 1 || side < convolution.Pooling) continue;
                side /= convolution.Pooling;
                Add(new PoolingLayer($"{name}.pooling", convolution.Pooling), channels * side * side);
            }

            var features = channels * side * side;
            Add(new ReshapeLayer("features", features), 0);
            AddDropout("convolutions", features);
            return features;
        }

        private void AddLinear(string name, int inputs, int outputs, bool hasBias)
        {
            Add(new LinearLayer(name, inputs, outputs, hasBias), outputs);
            _multiplications += (long)inputs * outputs;
        }

        private void AddNormAndActivation(string name, int features, int activations)
        {
            if (config.BatchNorm) Add(new BatchNormLayer($"{name}.norm", features), activations);
            Add(new ActivationLayer($"{name}.activation", config.Activation), activations);
        }

        private void AddDropout(string name, int activations)
        {
            if (config.Dropout > 0) Add(new DropoutLayer($"{name}.dropout", _layers.Count, config.Dropout), 2 * activations); // The mask and the product.
        }

        private void Add(Layer layer, int activations)
        {
            _layers.Add(layer);
            _activations += activations;
        }
    }
}
