using MnistApi.Training.Configuration;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;

namespace MnistApi.Training.Inference;

/// <summary>Multiplies the batch normalization after a layer into the layer's weights and bias.</summary>
internal sealed class FusedWeights
{
    private readonly IReadOnlyDictionary<string, float[]> _values;
    private readonly bool _hasBatchNorm;

    /// <exception cref="ArgumentException">A tensor is missing or has the wrong number of elements.</exception>
    public FusedWeights(NetworkConfig config, IReadOnlyDictionary<string, float[]> values)
    {
        NetworkLayout.Of(config).Check(values);
        (_values, _hasBatchNorm) = (values, config.BatchNorm);
    }

    /// <summary>The output layer, which has no normalization.</summary>
    public (float[] Weights, float[] Bias) Output => (_values["output.weight"], _values["output.bias"]);

    /// <summary>A convolution: weights [outputs, inputs, kernel, kernel] and bias [outputs].</summary>
    public (float[] Weights, float[] Bias) Convolution(string name)
    {
        if (!_hasBatchNorm) return (_values[$"{name}.weight"], _values[$"{name}.bias"]);
        var (scale, shift) = Normalization(name);
        var weights = _values[$"{name}.weight"];
        return ([.. weights.Select((weight, i) => (float)(weight * scale[i / (weights.Length / scale.Length)]))], shift);
    }

    /// <summary>A hidden layer: weights [inputs, outputs] and bias [outputs].</summary>
    public (float[] Weights, float[] Bias) Linear(string name)
    {
        if (!_hasBatchNorm) return (_values[$"{name}.weight"], _values[$"{name}.bias"]);
        var (scale, shift) = Normalization(name);
        return ([.. _values[$"{name}.weight"].Select((weight, i) => (float)(weight * scale[i % scale.Length]))], shift);
    }

    /// <summary>Normalization by running averages as x · scale + shift.</summary>
    private (double[] Scale, float[] Shift) Normalization(string name)
    {
        var (weight, bias) = (_values[$"{name}.norm.weight"], _values[$"{name}.norm.bias"]);
        var (mean, variance) = (_values[$"{name}.norm.runningMean"], _values[$"{name}.norm.runningVariance"]);
        double[] scale = [.. weight.Zip(variance, (factor, square) => factor / Math.Sqrt(square + BatchNormLayer.Epsilon))];
        return (scale, [.. bias.Select((offset, i) => (float)(offset - mean[i] * scale[i]))]);
    }
}
