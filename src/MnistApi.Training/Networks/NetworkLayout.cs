using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Networks;

/// <summary>The layers that a configuration describes, with the names and shapes of all tensors. It allocates no tensor memory.</summary>
/// <param name="Layers">From the input to the logits.</param>
internal sealed record NetworkLayout(IReadOnlyList<Layer> Layers)
{
    public IEnumerable<TensorSpec> Tensors => Layers.SelectMany(layer => layer.Tensors);

    public static NetworkLayout Of(NetworkConfig config) => new Builder(config).Build();

    /// <exception cref="ArgumentException">A tensor is missing or has the wrong number of elements.</exception>
    public void Check(IReadOnlyDictionary<string, float[]> values)
    {
        foreach (var spec in Tensors)
        {
            if (!values.TryGetValue(spec.Name, out var found))
                throw new ArgumentException($"The tensor '{spec.Name}' is missing.", nameof(values));
            if (found.Length != spec.ElementCount)
                throw new ArgumentException(
                    $"The tensor '{spec.Name}' must have {spec.ElementCount} elements. It has {found.Length}.", nameof(values));
        }
    }

    private sealed class Builder(NetworkConfig config)
    {
        private readonly List<Layer> _layers = [];

        public NetworkLayout Build()
        {
            var features = config.Convolutions.Count > 0 ? AddConvolutions() : ImageSet.PixelsPerImage;
            for (var i = 0; i < config.HiddenUnits.Count; i++)
            {
                var name = $"hidden{i + 1}";
                _layers.Add(new LinearLayer(name, features, config.HiddenUnits[i], HasBias: !config.BatchNorm));
                features = config.HiddenUnits[i];
                AddNormAndActivation(name, features);
                AddDropout(name);
            }

            _layers.Add(new LinearLayer("output", features, ImageSet.ClassCount, HasBias: true));
            return new NetworkLayout(_layers);
        }

        /// <summary>Returns the number of values that the convolutions make of an image.</summary>
        private int AddConvolutions()
        {
            _layers.Add(new ReshapeLayer("image", 1, ImageSet.Side, ImageSet.Side));
            var stages = config.ConvolutionStages().ToArray();
            for (var i = 0; i < stages.Length; i++) AddConvolution($"convolution{i + 1}", stages[i]);
            var features = stages[^1].Features;
            _layers.Add(new ReshapeLayer("features", features));
            AddDropout("convolutions");
            return features;
        }

        private void AddConvolution(string name, ConvolutionStage stage)
        {
            var convolution = stage.Config;
            _layers.Add(new ConvolutionLayer(
                name, stage.InputChannels, convolution.Channels, convolution.Kernel, convolution.Stride, HasBias: !config.BatchNorm));
            AddNormAndActivation(name, convolution.Channels);
            if (stage.HasPooling) _layers.Add(new PoolingLayer($"{name}.pooling", convolution.Pooling));
        }

        private void AddNormAndActivation(string name, int features)
        {
            if (config.BatchNorm) _layers.Add(new BatchNormLayer($"{name}.norm", features));
            _layers.Add(new ActivationLayer($"{name}.activation", config.Activation));
        }

        private void AddDropout(string name)
        {
            if (config.Dropout > 0) _layers.Add(new DropoutLayer($"{name}.dropout", _layers.Count, config.Dropout));
        }
    }
}
