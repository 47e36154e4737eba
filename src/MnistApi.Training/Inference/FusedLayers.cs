using MnistApi.Training.Configuration;
using MnistApi.Training.Data;

namespace MnistApi.Training.Inference;

/// <summary>Builds the layers of a <see cref="FusedNetwork"/>, from the image to the logits.</summary>
internal static class FusedLayers
{
    public static FusedLayer[] Of(NetworkConfig config, FusedWeights weights)
    {
        var layers = new List<FusedLayer>();
        var stages = config.ConvolutionStages().ToArray();
        for (var i = 0; i < stages.Length; i++)
            AddConvolution(layers, stages[i], config.Activation, weights.Convolution($"convolution{i + 1}"));

        var order = InputOrder(stages);
        for (var i = 0; i < config.HiddenUnits.Count; i++)
        {
            layers.Add(Linear(order, config.HiddenUnits[i], config.Activation, weights.Linear($"hidden{i + 1}")));
            order = [.. Enumerable.Range(0, layers[^1].OutputLength).Select(unit => unit < config.HiddenUnits[i] ? unit : -1)];
        }

        layers.Add(Linear(order, ImageSet.ClassCount, activation: null, weights.Output));
        return [.. layers];
    }

    private static void AddConvolution(
        List<FusedLayer> layers, ConvolutionStage stage, Activation activation, (float[] Weights, float[] Bias) weights)
    {
        layers.Add(new FusedConvolution(stage, activation, weights.Weights, weights.Bias));
        if (!stage.HasPooling) return;
        layers.Add(new FusedPooling(stage.ConvolvedSide, stage.Config.Pooling, FusedLayer.WholeBlocks(stage.Config.Channels)));
    }

    /// <summary>
    /// Returns which input of the saved network each input of the first fully connected layer is; -1 for an additional channel. The saved
    /// network has [channels, height, width].
    /// </summary>
    private static int[] InputOrder(ConvolutionStage[] stages)
    {
        if (stages is not [.., var last]) return [.. Enumerable.Range(0, ImageSet.PixelsPerImage)];
        var (pixels, channels) = (last.OutputSide * last.OutputSide, FusedLayer.WholeBlocks(last.Config.Channels));
        return
        [
            .. Enumerable.Range(0, pixels * channels)
                .Select(i => i % channels < last.Config.Channels ? i % channels * pixels + i / channels : -1),
        ];
    }

    private static FusedLinear Linear(int[] order, int outputs, Activation? activation, (float[] Weights, float[] Bias) weights)
    {
        var ordered = new float[order.Length * outputs];
        for (var i = 0; i < order.Length; i++)
            if (order[i] >= 0) weights.Weights.AsSpan(order[i] * outputs, outputs).CopyTo(ordered.AsSpan(i * outputs));
        return new FusedLinear(order.Length, outputs, activation, ordered, weights.Bias);
    }
}
