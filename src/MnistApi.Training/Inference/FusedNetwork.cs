using System.Buffers;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;

namespace MnistApi.Training.Inference;

/// <summary>
/// A network that only predicts. The batch normalization, the bias and the activation are part of the layer before them, and everything is
/// computed one image at a time in managed memory. For one image, libtorch needs three to six times as long (docs/benchmarks.md). Any
/// number of threads can share a network.
/// </summary>
internal sealed class FusedNetwork
{
    private readonly FusedLayer[] _layers;
    private readonly int _scratchLength;

    private FusedNetwork(FusedLayer[] layers)
    {
        _layers = layers;
        _scratchLength = layers.Max(layer => Math.Max(layer.InputLength, layer.OutputLength));
    }

    /// <summary>Converts saved weights.</summary>
    /// <param name="config">The configuration of the saved network.</param>
    /// <param name="values">The values of each tensor by its name, row by row.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has the wrong number of elements.</exception>
    public static FusedNetwork Of(NetworkConfig config, IReadOnlyDictionary<string, float[]> values) =>
        new(FusedLayers.Of(config, new FusedWeights(config, values)));

    /// <summary>Computes the logits of an image.</summary>
    /// <param name="pixels">[28, 28], 0 (paper) to 255 (ink).</param>
    /// <param name="logits">[10].</param>
    public void Logits(ReadOnlySpan<byte> pixels, Span<float> logits)
    {
        var (input, output) = (ArrayPool<float>.Shared.Rent(_scratchLength), ArrayPool<float>.Shared.Rent(_scratchLength));
        Preprocessing.ToUnitRange(pixels, input.AsSpan(0, ImageSet.PixelsPerImage));
        foreach (var layer in _layers)
        {
            layer.Forward(input.AsSpan(0, layer.InputLength), output.AsSpan(0, layer.OutputLength));
            (input, output) = (output, input);
        }

        input.AsSpan(0, ImageSet.ClassCount).CopyTo(logits);
        ArrayPool<float>.Shared.Return(input);
        ArrayPool<float>.Shared.Return(output);
    }
}
