using MnistApi.Training.Data;

namespace MnistApi.Training.Networks;

/// <summary>The layers that a configuration describes, in order, with the names and shapes of all tensors. Takes no tensor memory.</summary>
internal sealed record NetworkLayout(IReadOnlyList<Layer> Layers)
{
    public IEnumerable<TensorSpec> Tensors => Layers.SelectMany(layer => layer.Tensors);

    /// <summary>Number of trained floats.</summary>
    public long ParameterCount => Tensors.Where(tensor => tensor.IsTrained).Sum(tensor => tensor.ElementCount);

    public static NetworkLayout Of(NetworkConfig config)
    {
        var layers = new List<Layer>();
        var features = ImageSet.PixelsPerImage;
        if (config.Convolutions.Count > 0)
        {
            features = AddConvolutions(config, layers);
            if (config.Dropout > 0) layers.Add(new DropoutLayer("convolutions.dropout", layers.Count, config.Dropout));
        }

        for (var i = 0; i < config.HiddenUnits.Count; i++)
        {
            var name = $"hidden{i + 1}";
            layers.Add(new LinearLayer(name, features, config.HiddenUnits[i], HasBias: !config.BatchNorm));
            features = config.HiddenUnits[i];
            AddNormAndActivation(config, layers, name, features);
            if (config.Dropout > 0) layers.Add(new DropoutLayer($"{name}.dropout", layers.Count, config.Dropout));
        }

        layers.Add(new LinearLayer("output", features, ImageSet.ClassCount, HasBias: true));
        return new NetworkLayout(layers);
    }

    /// <summary>Returns the number of features that the last convolution gives for an image.</summary>
    private static int AddConvolutions(NetworkConfig config, List<Layer> layers)
    {
        var (channels, side) = (1, ImageSet.Side);
        layers.Add(new ReshapeLayer("image", channels, side, side));
        for (var i = 0; i < config.Convolutions.Count; i++)
        {
            var name = $"convolution{i + 1}";
            var convolution = config.Convolutions[i];
            layers.Add(new ConvolutionLayer(name, channels, convolution.Channels, convolution.Kernel, convolution.Stride, HasBias: !config.BatchNorm));
            channels = convolution.Channels;
            side = (side + 2 * (convolution.Kernel / 2) - convolution.Kernel) / convolution.Stride + 1;
            AddNormAndActivation(config, layers, name, channels);
            if (convolution.Pooling == 1 || side < convolution.Pooling) continue;
            layers.Add(new PoolingLayer($"{name}.pooling", convolution.Pooling));
            side /= convolution.Pooling;
        }

        layers.Add(new ReshapeLayer("features", channels * side * side));
        return channels * side * side;
    }

    private static void AddNormAndActivation(NetworkConfig config, List<Layer> layers, string name, int features)
    {
        if (config.BatchNorm) layers.Add(new BatchNormLayer($"{name}.norm", features));
        layers.Add(new ActivationLayer($"{name}.activation", config.Activation));
    }
}
